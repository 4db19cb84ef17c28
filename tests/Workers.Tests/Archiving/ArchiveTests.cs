using System.IO.Compression;
using NUnit.Framework;
using Pipeline.Intake;
using Pipeline.Messages.Fix;
using Pipeline.Store;
using Pipeline.Store.Queries;
using Pipeline.Store.Tables;
using Pipeline.Store.Timelines;
using Pipeline.Trading.Audit;
using Pipeline.Workers.Tests.Store;

namespace Pipeline.Workers.Tests.Archiving;

/// <summary>The stories of old orders go into a file, and the store without them is proven, answers and goes on as before.</summary>
[TestFixture(StoreKind.Sqlite)]
[TestFixture(StoreKind.Postgres)]
public sealed class ArchiveTests(StoreKind kind)
{
    private OldOrders old = null!;

    [SetUp]
    public async Task Trade() => old = await OldOrders.TradeAsync(kind);

    [TearDown]
    public void Remove() => old.Dispose();

    [Test]
    public async Task What_is_long_over_is_whole_in_the_file_and_its_story_is_gone_from_the_store()
    {
        var records = old.Pipeline.JournalLength();

        var done = await old.ArchiveAsync();

        Assert.That((done.Orders, done.Records), Is.EqualTo((3L, records)));
        Assert.That(old.Filled.SelectMany(id => new[] { old.Rows("journal", id), old.Rows("follow_ups", id), old.Rows("steps", id) }), Is.All.Zero);
        Assert.That(old.Pipeline.Kinds(), Is.All.EqualTo("OrdersArchived"), "their intents' entries have gone with them");
        foreach (var id in old.Filled)
        {
            Assert.That(Lines("a.jsonl.gz").Where(line => line.Contains(id, StringComparison.Ordinal)).Select(Table).Distinct(),
                Is.EquivalentTo(new[] { "journal", "orders", "claims", "executions", "order_sagas", "order_analytics", "follow_ups", "steps" }));
        }
    }

    [Test]
    public async Task Ledger_and_chain_are_whole_before_and_after_and_with_the_file_nothing_is_taken_on_trust()
    {
        Assert.That(old.Ledger().Differences, Is.Empty);
        Assert.That(old.Audit().Faults, Is.Empty);

        await old.ArchiveAsync();
        await old.SealAsync();

        Assert.That(old.Ledger(), Has.Property("Differences").Empty.And.Property("Executions").EqualTo(3));
        var (faults, unread) = old.Audit();
        Assert.That((faults.Count, unread), Is.EqualTo((0, 6L)), "what the ledger is not made of: three intents, three releases");
        (faults, unread) = old.Audit("a.jsonl.gz");
        Assert.That((faults.Count, unread), Is.EqualTo((0, 0L)));
    }

    [Test]
    public async Task A_repeated_intent_of_an_archived_line_gets_its_earlier_order_and_one_with_other_terms_a_refusal()
    {
        await old.ArchiveAsync();

        var again = await old.Pipeline.TakeAsync(PipelineUnderTest.AnIntent(rebalance: "r0", qty: 1));
        var other = await old.Pipeline.TakeAsync(PipelineUnderTest.AnIntent(rebalance: "r0", qty: 7));

        Assert.That(((IntakeResult.Taken)again).FollowUps, Is.Empty);
        Assert.That(other, Is.Not.TypeOf<IntakeResult.Taken>());
        Assert.That(old.Pipeline.Store.Read(session => session.Query<string>("SELECT cl_ord_id FROM orders ORDER BY seq")), Is.EqualTo(old.Filled));
    }

    [TestCase(0, "recent")]
    [TestCase(100, "unread")]
    public async Task An_order_whose_intent_has_come_again_with_other_terms_stays_while_that_is_recent_or_not_sealed(int daysAgo, string why)
    {
        old.Pipeline.Clock.Step(TimeSpan.FromDays(-daysAgo));
        var again = await old.Pipeline.TakeAsync("""{"rebalance_id":"r0","portfolio":"core","orders":[{"symbol":"AAPL","side":"buy","qty":1,"order_type":"limit","limit_price":90}]}""");
        Assert.That(again, Is.TypeOf<IntakeResult.Conflict>());
        old.Pipeline.Clock.Step(TimeSpan.FromDays(daysAgo));

        var done = await old.ArchiveAsync();

        Assert.That((done.Orders, done.Kept.Single()), Is.EqualTo((2L, KeyValuePair.Create(why, 1L))));
        Assert.That(old.Audit("a.jsonl.gz").Faults, Is.Empty);
    }

    [Test]
    public async Task Who_reads_an_archived_order_is_told_that_it_is_and_where()
    {
        Assert.That(old.Pipeline.Store.Read(session => OrderQueries.Find(session, old.Filled[0]))!.Archive, Is.Null);

        await old.ArchiveAsync();

        var (order, story) = old.Pipeline.Store.Read(session =>
            (OrderQueries.Find(session, old.Filled[0])!, Timeline.Of(session, old.Filled[0], old.Pipeline.Order(old.Filled[0]).IntentId)));
        Assert.That((order.Archive, order.OrdStatus, order.Fills.Count), Is.EqualTo(("a.jsonl.gz", OrdStatus.Filled, 1)));
        Assert.That(story.Single().Summary, Does.StartWith("Archived by os:me@here (it is old): its story until then is in batch 1 of a.jsonl.gz"));
    }

    [Test]
    public async Task A_bust_that_comes_after_all_is_booked_against_the_archived_fill()
    {
        await old.ArchiveAsync();

        var figures = old.Pipeline.Store.Read(session => AnalyticsTable.Find(session, old.Filled[2]))!;
        await old.TellAsync(await old.Pipeline.BookAsync(old.Pipeline.Report(old.Filled[2], ExecType.TradeCancel, "bust", 3, 99.5m) with { ExecRefId = "e-r2", OrderQty = 3 }));
        await old.TellAsync(await old.Pipeline.BookAsync(old.Pipeline.Report(old.Filled[2], ExecType.Canceled, null) with { OrderQty = 3 }));

        var changed = old.Pipeline.Store.Read(session => AnalyticsTable.Find(session, old.Filled[2]))!;
        Assert.That((changed.ClaimToAnswer, changed.AvgPx, figures.AvgPx), Is.EqualTo((figures.ClaimToAnswer, (decimal?)null, (decimal?)99.5m)));
        Assert.That(changed.ClaimToAnswer, Is.Not.Null);
        Assert.That((old.Pipeline.Position().Qty, old.Pipeline.Order(old.Filled[2]).CumQty), Is.EqualTo((3m, 0m)), "one and two are left");
        Assert.That(old.Ledger().Differences, Is.Empty);
        Assert.That(old.Pipeline.Alerts(), Does.Not.Contain(Alert.RestatesUnknown.Code).And.Not.Contain(Alert.ReportOnUnsentOrder.Code));
    }

    [Test]
    public async Task Orders_come_fill_and_are_proven_while_it_runs()
    {
        var meanwhile = 0;
        var done = await old.ArchiveAsync(written: _ => old.FillAsync($"now{meanwhile++}", 4).GetAwaiter().GetResult());

        Assert.That((done.Orders, meanwhile, old.Filled.Count), Is.EqualTo((3L, 1, 4)));
        await old.SealAsync();
        Assert.That(old.Pipeline.Order(old.Filled[^1]).OrdStatus, Is.EqualTo(OrdStatus.Filled));
        Assert.That((old.Ledger().Differences.Count, old.Audit("a.jsonl.gz").Faults.Count, old.Rows("journal", old.Filled[^1]) > 0), Is.EqualTo((0, 0, true)));
    }

    [Test]
    public async Task A_run_that_dies_between_writing_and_taking_out_loses_nothing_and_the_next_one_goes_on()
    {
        var records = old.Pipeline.JournalLength();

        Assert.That(() => old.ArchiveAsync(written: _ => throw new TimeoutException("killed")), Throws.TypeOf<TimeoutException>());

        Assert.That(old.Pipeline.JournalLength(), Is.EqualTo(records));
        Assert.That((old.Ledger().Differences.Count, old.Audit().Faults.Count), Is.EqualTo((0, 0)));
        Assert.That((await old.ArchiveAsync("b.jsonl.gz")).Orders, Is.EqualTo(3));
        Assert.That((old.Ledger().Differences.Count, old.Audit("b.jsonl.gz").Faults.Count), Is.EqualTo((0, 0)));
    }

    [Test]
    public void What_is_taken_out_by_a_commit_whose_answer_is_lost_is_in_the_file()
    {
        Assert.That(() => old.ArchiveAsync(database: new AnswersLost(old.Database)), Throws.TypeOf<StoreUnavailableException>());

        Assert.That(old.Rows("journal", old.Filled[0]), Is.Zero, "it was committed");
        Assert.That((old.Ledger().Differences.Count, old.Audit("a.jsonl.gz")), Is.EqualTo((0, (Array.Empty<AuditFault>(), 0L))));
    }

    [Test]
    public async Task What_something_is_said_of_meanwhile_stays()
    {
        var isSaid = false;
        var done = await old.ArchiveAsync(written: _ =>
        {
            if (!isSaid)
            {
                isSaid = true;
                old.Pipeline.BookAsync(old.Pipeline.Report(old.Filled[0], ExecType.TradeCancel, "bust", 1, 99.5m) with { ExecRefId = "e-r0", OrderQty = 1 }).GetAwaiter().GetResult();
            }
        });

        Assert.That((done.Orders, old.Rows("journal", old.Filled[0]) > 0), Is.EqualTo((2L, true)));
        Assert.That(old.Ledger().Differences, Is.Empty);
    }

    [Test]
    public async Task The_journal_refuses_everybody_else_as_before()
    {
        await old.ArchiveAsync();

        Assert.That(() => old.DoAsync("DELETE FROM journal"), Throws.InstanceOf<System.Data.Common.DbException>().With.Message.Contains("append-only"));
        Assert.That(() => old.DoAsync("DELETE FROM archive_batches"), Throws.InstanceOf<System.Data.Common.DbException>().With.Message.Contains("append-only"));
    }

    // The server commits, and is gone before it says so.
    private sealed class AnswersLost(IStoreDatabase database) : IStoreDatabase
    {
        public string Name => database.Name;

        public bool Exists() => database.Exists();

        public void Migrate(bool mayBreak = false) => database.Migrate(mayBreak);

        public void Step(Action<StoreSession> step)
        {
            database.Step(step);
            throw new StoreUnavailableException("the connection was lost");
        }

        public T Look<T>(Func<StoreSession, T> query) => database.Look(query);

        public bool IsOfOtherVersion(System.Data.Common.DbException exception) => database.IsOfOtherVersion(exception);

        public IStore Open(Microsoft.Extensions.Logging.ILoggerFactory loggers) => database.Open(loggers);
    }

    private IEnumerable<string> Lines(string name)
    {
        using var reader = new StreamReader(new GZipStream(File.OpenRead(old.File(name)), CompressionMode.Decompress));
        while (reader.ReadLine() is { } line)
        {
            yield return line;
        }
    }

    private static string Table(string line) => System.Text.Json.JsonDocument.Parse(line).RootElement.GetProperty("table").GetString()!;
}
