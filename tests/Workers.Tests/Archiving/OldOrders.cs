using NUnit.Framework;
using Pipeline.Messages.Fix;
using Pipeline.Messages.Orders;
using Pipeline.Store;
using Pipeline.Store.Archiving;
using Pipeline.Store.Audit;
using Pipeline.Store.Ledger;
using Pipeline.Store.Tables;
using Pipeline.Store.Writing;
using Pipeline.Trading.Audit;
using Pipeline.Trading.Orders;
using Pipeline.Workers.Tests.Store;

namespace Pipeline.Workers.Tests.Archiving;

/// <summary>A pipeline that has traded, a hundred days ago, and the folder of its archives.</summary>
internal sealed class OldOrders : IDisposable
{
    private readonly TempFolder folder = new();
    private readonly TestStore opened;

    private OldOrders(StoreKind kind)
    {
        opened = kind == StoreKind.Postgres ? TestStore.Create(kind) : TestStore.OnFile(folder.File("pipeline.db"));
        Database = kind == StoreKind.Postgres ? opened.Database : new SqliteDatabase(folder.File("pipeline.db"));
        Pipeline = new PipelineUnderTest(opened);
    }

    public PipelineUnderTest Pipeline { get; }

    public IStoreDatabase Database { get; }

    /// <summary>The orders that have filled, in the order in which they came.</summary>
    public List<string> Filled { get; } = [];

    public string File(string name) => folder.File(name);

    /// <summary>Three orders that fill, sealed, and a hundred days.</summary>
    public static async Task<OldOrders> TradeAsync(StoreKind kind = StoreKind.Sqlite)
    {
        var old = new OldOrders(kind);
        for (var i = 0; i < 3; i++)
        {
            await old.FillAsync($"r{i}", i + 1);
        }

        await old.SealAsync();
        old.Pipeline.Clock.Advance(TimeSpan.FromDays(100));
        old.Pipeline.RefreshAccount();
        return old;
    }

    /// <summary>An order on its whole way, told to everybody.</summary>
    public async Task FillAsync(string rebalance, int qty)
    {
        var working = await Pipeline.WorkingAsync(qty, rebalance);
        await TellAsync(await Pipeline.BookAsync(Pipeline.Report(working.ClOrdId, ExecType.Trade, $"e-{rebalance}", qty, 99.5m) with { OrderQty = qty }));
        Filled.Add(working.ClOrdId);
        await Pipeline.Store.WriteAsync(session =>
        {
            var newest = session.Scalar<long>("SELECT max(seq) FROM journal WHERE cl_ord_id = @ClOrdId", new { working.ClOrdId });
            SagaTable.Insert(session, new SagaRow
            {
                CorrelationId = SagaTable.IdOf(working.ClOrdId), ClOrdId = working.ClOrdId, State = nameof(OrderState.Done), Pass = 1, Attempt = 1, LedgerSeq = newest, LastSeq = newest,
            });
            session.Execute("UPDATE follow_ups SET sent_at = next_attempt_at WHERE cl_ord_id = @ClOrdId", new { working.ClOrdId });
        });
    }

    /// <summary>Has analytics hear what a booking says.</summary>
    public async Task TellAsync(IReadOnlyList<FollowUp> followUps)
    {
        foreach (var news in followUps.Select(followUp => followUp.Message).OfType<OrderStatusChanged>())
        {
            await Pipeline.Analytics.HandleAsync(news, CancellationToken.None);
        }
    }

    public async Task SealAsync()
    {
        while (await Sealing.SealAsync(Pipeline.Store, Pipeline.Clock, CancellationToken.None) > 0)
        {
        }
    }

    /// <summary>What no part of the pipeline does at this place.</summary>
    public Task DoAsync(string sql) => Pipeline.Store.WriteAsync(session => session.Execute(sql, new { id = Filled.FirstOrDefault() }));

    public Task<ArchiveProgress> ArchiveAsync(string name = "a.jsonl.gz", Action<ArchiveProgress>? written = null, Action<ArchiveProgress>? moved = null, IStoreDatabase? database = null) =>
        new Archiver(database ?? Database, Pipeline.Clock).RunAsync(new ArchiveOrder("os:me@here", "it is old", ArchiveOrder.Usual, File(name)), written, moved);

    /// <summary>How many rows of a table an order has in the store.</summary>
    public long Rows(string table, string clOrdId) => Database.Look(session => session.Scalar<long>($"SELECT count(*) FROM {table} WHERE cl_ord_id = @clOrdId", new { clOrdId }));

    public LedgerVerdict Ledger() => Database.Look(LedgerCheck.Run);

    /// <summary>What is wrong with the chain, and how many archived records it took on trust.</summary>
    public (IReadOnlyList<AuditFault> Faults, long Unread) Audit(params IReadOnlyList<string> archives)
    {
        var check = new AuditCheck(Database.Look, archives.ToDictionary(name => name, File));
        while (check.LookAtNext())
        {
        }

        Assert.That(check.Records, Is.GreaterThan(0), "nothing is sealed");
        return (check.Faults, check.Unread);
    }

    public void Dispose()
    {
        Pipeline.Dispose();
        folder.Dispose();
    }
}
