using System.CommandLine;
using NUnit.Framework;
using Pipeline.Host.Commands;
using Pipeline.Host.Composition;
using Pipeline.Host.Options;
using Pipeline.Messages.Fix;
using Pipeline.Store;
using Pipeline.Store.Audit;
using Pipeline.Store.Copying;
using Pipeline.Store.Ledger;
using Pipeline.Store.Tables;
using Pipeline.Store.Writing;
using Pipeline.Workers.Tests.Store;

namespace Pipeline.Workers.Tests.Postgres;

/// <summary>An installation that moves to PostgreSQL is there what it was here, and goes on.</summary>
public sealed class StoreCopyTests
{
    private TempFolder folder = null!;
    private TestStore target = null!;
    private string file = "";

    [SetUp]
    public async Task Trade()
    {
        folder = new TempFolder();
        file = folder.File("pipeline.db");
        target = TestStore.Create(StoreKind.Postgres);
        using var pipeline = new PipelineUnderTest(TestStore.OnFile(file));
        for (var i = 0; i < 3; i++)
        {
            var working = await pipeline.WorkingAsync(qty: i + 1, rebalance: $"r{i}");
            await pipeline.BookAsync(pipeline.Report(working.ClOrdId, ExecType.Trade, $"e{i}", i + 1, 99.5m));
        }

        await pipeline.TakeAsync(PipelineUnderTest.AnIntent(rebalance: "on its way", qty: 9));
        await Sealing.SealAsync(pipeline.Store, pipeline.Clock, CancellationToken.None);
        await pipeline.Store.WriteAsync(session => JournalTable.GoOnAfter(session, 5_000));
    }

    [TearDown]
    public void Remove()
    {
        target.Dispose();
        folder.Dispose();
    }

    [Test]
    public void The_ledger_and_the_chain_are_whole_and_every_row_is_there()
    {
        var rows = Copy();

        Assert.That(target.Database.Look(LedgerCheck.Run), Has.Property("IsEqual").True.And.Property("Orders").EqualTo(4).And.Property("Executions").EqualTo(3));
        var check = new AuditCheck(target.Database.Look);
        while (check.LookAtNext())
        {
        }

        Assert.That((check.Faults.Count, check.Records), Is.EqualTo((0, rows["journal"])));
        Assert.That(check.Records, Is.GreaterThan(20));
        Assert.That(rows.Where(table => target.Store.Read(session => session.Scalar<long>($"SELECT count(*) FROM {table.Key}")) != table.Value), Is.Empty);
    }

    [Test]
    public async Task The_journal_goes_on_after_what_it_had_come_to()
    {
        Copy();

        Assert.That(await target.Store.WriteAsync(session => StoreOnDisk.Note(session, "next")), Is.EqualTo(5_001));
    }

    [Test]
    public async Task What_has_something_in_it_is_not_copied_to()
    {
        await target.Store.WriteAsync(session => StoreOnDisk.Note(session, "used"));

        Assert.That(() => Copy(), Throws.TypeOf<StoreUnavailableException>().With.Message.Contains("journal"));
        Assert.That(target.Store.Read(session => session.Scalar<long>("SELECT count(*) FROM orders")), Is.Zero);
    }

    [Test]
    public void No_process_starts_on_what_is_left_behind()
    {
        Copy();

        Assert.That(() => Start(file), Throws.TypeOf<OptionException>().With.Message.Contains(target.Database.Name).And.Message.Contains("store reopen"));
        Assert.That(MovedStore.Refusal(target.Database), Is.Null);
        Assert.That(() => Copy(), Throws.TypeOf<StoreUnavailableException>().With.Message.Contains("copied to"));
    }

    [Test]
    public void A_copy_that_was_given_up_gives_the_file_back()
    {
        Copy();

        var (code, said) = Run("store", "reopen", file);

        Assert.That(code, Is.Zero, said);
        Assert.That(said, Does.Contain("is served again").And.Contain(target.Database.Name));
        Assert.That(() => Start(file), Throws.Nothing);
        Assert.That(Run("store", "reopen", file).Code, Is.EqualTo(1));
    }

    [Test]
    public void What_somebody_has_open_is_not_copied()
    {
        using var reader = new SqliteDatabase(file).Open();

        Assert.That(() => Copy(), Throws.TypeOf<StoreUnavailableException>().With.Message.Contains("open in another process"));
        Assert.That(target.Store.Read(session => session.Scalar<long>("SELECT count(*) FROM orders")), Is.Zero);
        Assert.That(MovedStore.Refusal(new SqliteDatabase(file)), Is.Null);
    }

    [Test]
    public void The_command_copies_and_verifies()
    {
        var (code, said) = Run("store", "copy", file, target.Address);

        Assert.That(code, Is.Zero, said);
        Assert.That(said, Does.Contain("3 executions, 4 orders, 1 positions: 0 differences").And.Contain("INTACT"));
    }

    private IReadOnlyDictionary<string, long> Copy() => new StoreCopy(new SqliteDatabase(file), target.Database, TimeProvider.System).Run((_, _, _) => { });

    private static (int Code, string Said) Run(params string[] words)
    {
        using var output = new StringWriter();
        var code = new RootCommand { StoreCommand.Create() }.Parse(words).Invoke(new InvocationConfiguration { Output = output, Error = output });
        return (code, output.ToString());
    }

    private void Start(string store) => PipelineProcess.Build(
        OptionSet.Read(new Dictionary<string, string> { ["--data"] = folder.File("data"), ["--store"] = store, ["--http"] = "127.0.0.1:0" }, _ => null, configFile: null),
        Host.Composition.Workers.Names, logToConsole: false);
}
