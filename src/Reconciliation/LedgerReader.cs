using Pipeline.Messages.Fix;
using Pipeline.Store;
using Pipeline.Store.Tables;
using Pipeline.Trading.Ledger;
using Pipeline.Trading.Orders;

namespace Pipeline.Reconciliation;

/// <summary>Reads our view of the account, in pages beside the writer: however much there is, nobody waits for it.</summary>
internal sealed class LedgerReader(IStore store, string venue, string account)
{
    private const int Page = 2_000;

    /// <summary>The newest entry of the journal.</summary>
    public long Seq() => store.Read(session => session.Scalar<long>("SELECT coalesce(max(seq), 0) FROM journal"));

    /// <summary>The executions from an instant on.</summary>
    public Dictionary<string, ExecutionMark> Executions(DateTimeOffset since)
    {
        var executions = new Dictionary<string, ExecutionMark>();
        for (ExecutionMark? last = null; ;)
        {
            var page = store.Read(session => ExecutionTable.Since(session, venue, account, since, last, Page));
            foreach (var mark in page)
            {
                executions[mark.ExecId] = mark;
            }

            if (page.Count < Page)
            {
                return executions;
            }

            last = page[^1];
        }
    }

    /// <summary>Those of some executions that are not booked.</summary>
    public IReadOnlyList<ExecutionReport> NotBooked(IEnumerable<ExecutionReport> reports) =>
        [.. reports.Chunk(Page).SelectMany(chunk => store.Read(session => chunk
            .Where(report => !ExecutionTable.IsBooked(session, venue, account, report.ExecId!, out _)).ToList()))];

    /// <summary>The orders that are open at the venue by our ledger, by the venue's id.</summary>
    public Dictionary<string, Order> OpenOrders()
    {
        var orders = new Dictionary<string, Order>();
        for (var after = 0L; ;)
        {
            var page = store.Read(session => OrderTable.AtVenue(session, venue, account, after, Page));
            foreach (var (_, order) in page.Where(row => row.Order.OrdStatus is not (OrdStatus.Unresolved or OrdStatus.Held)))
            {
                orders[order.OrderId!] = order;
            }

            if (page.Count < Page)
            {
                return orders;
            }

            after = page[^1].Seq;
        }
    }

    public Order? Order(string clOrdId) => store.Read(session => OrderTable.Find(session, clOrdId));

    public Order? OrderAtVenue(string orderId) => store.Read(session => OrderTable.FindByVenueId(session, venue, orderId));

    /// <summary>What is held, and what all fills and fees have brought in cash.</summary>
    public Holdings Holdings() => store.Read(session =>
    {
        var positions = PositionTable.All(session, account);
        return new Holdings(positions, positions.Values.Sum(held => held.RealizedPnl - held.Cost) - FeeTable.Of(session, account, Reconciler.Currency));
    });
}

/// <summary>What an account holds by our ledger.</summary>
/// <param name="Positions">By symbol.</param>
/// <param name="CashFlow">What its fills have brought in cash, less fees.</param>
internal sealed record Holdings(IReadOnlyDictionary<string, Position> Positions, decimal CashFlow);
