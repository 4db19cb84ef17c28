using System.CommandLine;
using NUnit.Framework;
using Pipeline.Host.Commands;
using Pipeline.Host.Options;
using Pipeline.Store;
using Pipeline.Store.Writing;

namespace Pipeline.Workers.Tests.Ledger;

/// <summary><c>pipeline ledger verify</c> on a file: equal, or an end that says what is the matter with it.</summary>
public sealed class LedgerCommandTests
{
    private TempFolder folder = null!;

    private string File => folder.File("pipeline.db");

    [SetUp]
    public void Start() => folder = new TempFolder();

    [TearDown]
    public void Stop() => folder.Dispose();

    [Test]
    public void A_store_in_which_nothing_has_happened_is_equal()
    {
        new SqliteDatabase(File).Migrate();

        Assert.That(Verify(), Is.EqualTo((0, "0 reports, 0 executions, 0 orders, 0 positions: 0 differences")));
    }

    [Test]
    public void A_store_that_is_not_there_is_a_wrong_argument() => Assert.That(Verify, Throws.TypeOf<OptionException>().With.Message.Contains("there is no store at"));

    [Test]
    public void A_file_that_is_no_database_cannot_be_read()
    {
        System.IO.File.WriteAllText(File, "This is a letter, and no database at all, whatever its name may say.");

        Assert.That(Verify, Throws.TypeOf<StoreUnavailableException>().With.Message.StartsWith($"ledger verify: the store {File} can't be read"));
    }

    [Test]
    public void A_database_without_our_tables_is_no_store()
    {
        System.IO.File.WriteAllBytes(File, []);

        Assert.That(Verify, Throws.TypeOf<StoreUnavailableException>().With.Message.Contains("is no store of this version"));
    }

    [Test]
    public void A_journal_entry_that_cannot_be_read_is_named()
    {
        var database = new SqliteDatabase(File);
        database.Migrate();
        using (var connection = database.Open())
        {
            new StoreSession(connection, null).Execute("INSERT INTO journal (at, kind, stage, data) VALUES ('', 'ExecutionReport', 'reconciliation', '{\"report\":4}')");
        }

        Assert.That(Verify, Throws.TypeOf<StoreUnavailableException>().With.Message.Contains("journal 1: its ExecutionReport can't be read"));
    }

    private (int ExitCode, string Output) Verify()
    {
        using var output = new StringWriter();
        var exitCode = LedgerCommand.Create().Parse(["verify", "--store", File]).Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false, Output = output });
        return (exitCode, output.ToString().Trim());
    }
}
