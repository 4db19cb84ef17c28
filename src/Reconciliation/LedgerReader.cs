using Pipeline.Messages.Fix;
using Pipeline.Store;
using Pipeline.Store.Tables;
using Pipeline.Trading.Ledger;
using Pipeline.Trading.Orders;
using Pipeline.Trading.Reconciliation;

namespace Pipeline.Reconciliation;

/// <summary>Reads our view of the account, in pages beside the writer: however much there is, nobody waits for it.</summary>
internal sealed class LedgerReader(IStore store, Pace pace, string venue, string account, string currency)
{
    private const int Page = 200;

    /// <summary>The newest entry of the journal.</summary>
    public long Seq() => store.Read(Turn.OfAccount(account), SeqOf);

    /// <summary>Reads the executions from an instant on.</summary>
    /// <param name="since">The instant.</param>
    /// <param name="tell">Told of each.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async Task ReadExecutionsAsync(DateTimeOffset since, Action<ExecutionMark> tell, CancellationToken cancellationToken)
    {
        ExecutionMark? last = null;
        do
        {
            last = await pace.DoAsync(() => ReadPage(last), cancellationToken).ConfigureAwait(false);
        }
        while (last is not null);

        ExecutionMark? ReadPage(ExecutionMark? after)
        {
            var page = store.Read(session => ExecutionTable.Since(session, venue, account, since, after, Page));
            foreach (var mark in page)
            {
                tell(mark);
            }

            return page.Count < Page ? null : page[^1];
        }
    }

    /// <summary>Those of some executions that are not booked.</summary>
    public IReadOnlyList<ExecutionReport> NotBooked(IEnumerable<ExecutionReport> reports) =>
        [.. reports.Chunk(Page).SelectMany(chunk => store.Read(session => chunk
            .Select(report => Recorrection.Named(session, report))
            .Where(report => !ExecutionTable.IsBooked(session, venue, account, report.ExecId!, out _)).ToList()))];

    /// <summary>Those of some fees that are not booked.</summary>
    public IReadOnlyList<FeeReport> NotBooked(IEnumerable<FeeReport> fees) =>
        [.. fees.Chunk(Page).SelectMany(chunk => store.Read(session => chunk.Where(fee => !FeeReportTable.IsBooked(session, fee)).ToList()))];

    /// <summary>Whether a fee is awaited, or may explain a break that is open, or what was accepted since an instant.</summary>
    public bool MayMissFees(DateTimeOffset since) => store.Read(session =>
        AwaitedFeeTable.HasAny(session, venue, account)
        || BreakTable.Open(session, venue, account).Any(open => open.Kind.IsAdjustable())
        || BreakTable.Unexplained(session, venue, account, since).Count > 0
        || BreakTable.Standing(session, venue, account).Any(accepted => accepted.Kind.IsAdjustable() && accepted.ClosedAt >= since));

    /// <summary>The orders that are open at the venue by our ledger, by the venue's id.</summary>
    public async Task<Dictionary<string, ViewedOrder>> OpenOrdersAsync(CancellationToken cancellationToken)
    {
        var orders = new Dictionary<string, ViewedOrder>();
        foreach (var symbol in store.Read(session => OrderTable.OpenSymbols(session, venue, account)))
        {
            for (long? after = long.MinValue; after is { } last;)
            {
                after = await pace.DoAsync(() => ReadPage(symbol, last), cancellationToken).ConfigureAwait(false);
            }
        }

        return orders;

        long? ReadPage(string symbol, long after)
        {
            var page = store.Read(session => OrderTable.AtVenue(session, venue, account, symbol, after, Page));
            foreach (var (_, order) in page.Where(row => row.Order.OrdStatus is not (OrdStatus.Unresolved or OrdStatus.Held)))
            {
                orders[order.OrderId] = order;
            }

            return page.Count < Page ? null : page[^1].Seq;
        }
    }

    /// <summary>The orders, by ClOrdId, with an open break that says that they stand otherwise at the venue, or have filled too much.</summary>
    public IReadOnlyList<string> OrdersWithBreaks() => store.Read(session => BreakTable.Open(session, venue, account)
        .Where(open => open.Kind is BreakKind.OrderStatusDiffers or BreakKind.OverFill).Select(open => open.Subject).ToList());

    /// <summary>Those that are over, and of which the venue has told something else.</summary>
    public IReadOnlyList<string> OrdersToldOtherwise() => store.Read(session => OrderTable.ToldOtherwise(session, venue, account));

    /// <summary>Those of which a person has let that stand.</summary>
    public IReadOnlyList<string> OrdersAccepted() => store.Read(session => BreakTable.Standing(session, venue, account)
        .Where(accepted => accepted.Kind == BreakKind.OrderStatusDiffers).Select(accepted => accepted.Subject).ToList());

    public Order? Order(string clOrdId) => store.Read(session => OrderTable.Find(session, clOrdId));

    /// <summary>Whether an order was sent and all its claims are settled, so that nobody asks about it any more.</summary>
    public bool IsGivenUp(string clOrdId) => store.Read(session => ClaimTable.OfOrder(session, clOrdId)) is [_, ..] claims && claims.All(claim => claim is { Outcome: not null, NextCheckAt: null });

    public Order? OrderAtVenue(string orderId) => store.Read(session => OrderTable.FindByVenueId(session, venue, orderId));

    /// <summary>What is held, and what all fills and fees have brought in cash.</summary>
    public Holdings Holdings() => store.Read(Turn.OfAccount(account), session =>
    {
        var positions = PositionTable.All(session, account);
        return new Holdings(positions, positions.Values.Sum(held => held.RealizedPnl - held.Cost), FeeTable.Of(session, account, currency), SeqOf(session));
    });

    private static long SeqOf(StoreSession session) => session.Scalar<long>("SELECT coalesce(max(seq), 0) FROM journal");
}

/// <summary>What an account holds by our ledger.</summary>
/// <param name="Positions">By symbol.</param>
/// <param name="Proceeds">What its fills have brought in cash.</param>
/// <param name="Fees">What was taken of it.</param>
/// <param name="Seq">The journal's newest entry.</param>
internal sealed record Holdings(IReadOnlyDictionary<string, Position> Positions, decimal Proceeds, decimal Fees, long Seq)
{
    /// <summary>What has come in cash.</summary>
    public decimal CashFlow => Proceeds - Fees;
}
