using System.CommandLine;
using System.Text.Json;
using NUnit.Framework;
using Pipeline.Host.Commands;
using Pipeline.Host.Options;

namespace Pipeline.Workers.Tests.Archiving;

/// <summary><c>pipeline archive</c> as a person calls it. By the machine's clock the orders are a long time old.</summary>
public sealed class ArchiveCommandTests
{
    private OldOrders old = null!;

    private string File => old.File("q1.jsonl.gz");

    [SetUp]
    public async Task Trade() => old = await OldOrders.TradeAsync();

    [TearDown]
    public void Remove() => old.Dispose();

    [Test]
    public void A_dry_run_says_what_would_go_and_what_stays_and_changes_nothing()
    {
        var records = old.Pipeline.JournalLength();
        old.DoAsync("UPDATE claims SET next_check_at = '2026-03-02T15:00:00.0000000Z' WHERE cl_ord_id = @id").GetAwaiter().GetResult();

        var (code, output) = Run("--dry-run");

        Assert.That((code, output), Is.EqualTo((0, $"would go  2 of 3 old orders{Environment.NewLine}stay      1 that have a claim without an answer")));
        Assert.That(old.Pipeline.JournalLength(), Is.EqualTo(records));
    }

    [Test]
    public void What_was_done_is_said_and_stands_in_the_journal_with_who_and_why()
    {
        var (code, output) = Run("--to", File, "--why", "a quarter is over", "--json");

        var said = JsonDocument.Parse(output).RootElement;
        Assert.That((code, said.GetProperty("progress").GetProperty("orders").GetInt64(), said.GetProperty("file").GetString()), Is.EqualTo((0, 3L, File)));
        var entry = old.Pipeline.Store.Read(session => session.Query<string>("SELECT data FROM journal WHERE kind = 'OrdersArchived'")).Single();
        Assert.That(entry, Does.Contain($"\"by\":\"os:{Environment.UserName}@{Environment.MachineName}\"").And.Contain("\"why\":\"a quarter is over\""));
    }

    [Test]
    public void A_second_run_finds_nothing_to_go()
    {
        Run("--to", File, "--why", "first");

        Assert.That(Run("--to", old.File("q2.jsonl.gz"), "--why", "second").Output, Does.StartWith("archived  0 of 0 old orders"));
    }

    [Test]
    public void A_file_that_is_there_is_never_written_over()
    {
        Run("--to", File, "--why", "first");
        var before = System.IO.File.ReadAllBytes(File);

        Assert.That(() => Run("--to", File, "--why", "again"), Throws.TypeOf<OptionException>().With.Message.Contains("an archive of the name q1.jsonl.gz has been made of this store already"));
        Assert.That(System.IO.File.ReadAllBytes(File), Is.EqualTo(before));
    }

    [Test]
    public void It_is_for_its_owner_alone_to_read()
    {
        Run("--to", File, "--why", "first");

        if (!OperatingSystem.IsWindows())
        {
            Assert.That(System.IO.File.GetUnixFileMode(File), Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite));
        }
    }

    [TestCase("--dry-run")]
    [TestCase("--why", "a quarter is over")]
    public async Task Nothing_goes_from_a_store_that_was_copied_to_another(params string[] arguments)
    {
        await old.DoAsync("INSERT INTO moved_to (address, moved_at) VALUES ('postgres://pipeline@db.example/pipeline', '2026-03-02T15:00:00.0000000Z')");
        var records = old.Pipeline.JournalLength();

        Assert.That(() => Run(["--to", File, .. arguments]), Throws.TypeOf<OptionException>()
            .With.Message.Contains("was copied to postgres://pipeline@db.example/pipeline at 2026-03-02 15:00:00 UTC, and orders go on there"));
        Assert.That((old.Pipeline.JournalLength(), System.IO.File.Exists(File)), Is.EqualTo((records, false)));
    }

    [TestCase("--older-than: 6 days is no age; it is 7 to 36500", "--older-than", "6", "--why", "x")]
    [TestCase("--older-than: 99999999 days is no age; it is 7 to 36500", "--older-than", "99999999", "--why", "x")]
    [TestCase("--why: say why, for the journal; --dry-run only looks")]
    public void What_can_not_be_followed_is_refused(string said, params string[] arguments) =>
        Assert.That(() => Run(arguments), Throws.TypeOf<OptionException>().With.Message.EqualTo(said));

    private (int Code, string Output) Run(params string[] arguments)
    {
        using var output = new StringWriter();
        var code = ArchiveCommand.Create().Parse(["--store", old.File("pipeline.db"), "--data", old.File("."), .. arguments])
            .InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, Output = output, Error = TextWriter.Null }).GetAwaiter().GetResult();
        return (code, output.ToString().TrimEnd());
    }
}
