using System.CommandLine;
using Microsoft.Data.Sqlite;
using NUnit.Framework;
using Pipeline.Host.Commands;
using Pipeline.Store;
using Pipeline.Store.Writing;

namespace Pipeline.Workers.Tests.Store;

/// <summary>Commands that are given a file that is no store, or none any more: they end as a store does that can't be used (exit code 3), and name it.</summary>
public sealed class NoStoreTests
{
    private const string Nowhere = "postgres://nobody@127.0.0.1:1/nothing";

    private TempFolder folder = null!;

    private string File => folder.File("pipeline.db");

    [SetUp]
    public void Make() => folder = new TempFolder();

    [TearDown]
    public void Clean() => folder.Dispose();

    [TestCase("store", "copy", "FILE", Nowhere)]
    [TestCase("store", "reopen", "FILE")]
    [TestCase("setup", "--store", "FILE")]
    public void A_file_of_something_else_is_named(params string[] words)
    {
        System.IO.File.WriteAllText(File, string.Join('\n', Enumerable.Repeat("date,open_utc,close_utc", 1_000)));

        Assert.That(() => Run(words), IsRefused("file is not a database"));
    }

    [TestCase("store", "copy", "FILE", Nowhere)]
    [TestCase("store", "reopen", "FILE")]
    [TestCase("setup", "--store", "FILE")]
    public void A_store_whose_pages_are_damaged_is_named(params string[] words)
    {
        new SqliteDatabase(File).Migrate();
        SqliteConnection.ClearAllPools();
        using (var file = System.IO.File.OpenWrite(File))
        {
            // All but the first page, in which stands what kind of a file it is.
            file.Position = 4096;
            file.Write(Enumerable.Repeat((byte)0xFF, (int)file.Length - 4096).ToArray());
        }

        Assert.That(() => Run(words), IsRefused("malformed"));
    }

    [TestCase("store", "copy", "FILE", Nowhere)]
    [TestCase("store", "reopen", "FILE")]
    [TestCase("setup", "--store", "FILE")]
    public void A_database_of_another_program_is_named(params string[] words)
    {
        using (var connection = new SqliteDatabase(File).Open())
        {
            new StoreSession(connection, null).Execute("CREATE TABLE orders (what TEXT)");
        }

        Assert.That(() => Run(words), IsRefused("Migration "));
    }

    private NUnit.Framework.Constraints.Constraint IsRefused(string why) => Throws.TypeOf<StoreUnavailableException>().With.Message.Contains($"{File} can't be used as a store").And.Message.Contains(why);

    private void Run(string[] words) => new RootCommand { StoreCommand.Create(), SetupCommand.Create() }.Parse([.. words.Select(word => word == "FILE" ? File : word)])
        .InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, Output = TextWriter.Null, Error = TextWriter.Null }).GetAwaiter().GetResult();
}
