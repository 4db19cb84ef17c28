using Pipeline.Messages.Fix;
using Pipeline.Store;
using Pipeline.Store.Tables;
using Pipeline.Trading.Reconciliation;
using Pipeline.Venues;

namespace Pipeline.Reconciliation;

/// <summary>
/// A comparison of our view of the account with the venue's: both are read, what only the venue has is booked, and what differs then is
/// written down. However much there is, it is read and matched in pieces, and what both sides have alike is not kept.
/// </summary>
internal sealed class Comparison(
    IStore store, IVenueReports venue, LedgerReader ledger, Pace pace, FeeWatch fees, BreakBook book, ReconciliationOptions options, TimeProvider clock)
{
    /// <summary>How much of the time before is compared once more: a venue may list late what happened early.</summary>
    private static readonly TimeSpan Overlap = TimeSpan.FromMinutes(5);

    /// <summary>A list of executions is asked for from a little earlier than it is compared: the stream's times and the list's may differ.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(1);

    private const int BookedAtATime = 100;

    private readonly ExecutionMatch match = new();

    /// <summary>Compares. Returns what came of it, and what has to be told.</summary>
    /// <param name="state">What it answers.</param>
    /// <param name="elapsed">The time that has passed, by a clock that nobody can set.</param>
    /// <param name="cancellationToken">Ends the comparing.</param>
    /// <exception cref="VenueUnavailableException">The venue did not tell everything. Nothing follows from it.</exception>
    public async Task<(Compared Done, IReadOnlyList<FollowUp> FollowUps)> RunAsync(
        Store.Tables.Reconciliation state, Func<TimeSpan> elapsed, CancellationToken cancellationToken)
    {
        var (began, seq, from) = (clock.GetUtcNow(), ledger.Seq(), state.ExecutionsFrom ?? DateTimeOffset.UnixEpoch);
        var listed = (await venue.ExecutionsAsync(from - Margin, cancellationToken).ConfigureAwait(false)).Require("Executions are not told");
        var charged = (await venue.FeesAsync(FeesFrom(from), cancellationToken).ConfigureAwait(false)).Require("Fees are not told");

        // Our executions take the longest to read. So they come first, and both sides' orders are read soon after each other.
        var unknown = await MatchAsync(listed, seq, from, cancellationToken).ConfigureAwait(false);
        var orders = new OrderViews(venue, ledger, pace, book.SuspectedOrders);
        await orders.ReadAsync(cancellationToken).ConfigureAwait(false);
        var missing = ledger.NotBooked(unknown);
        var unpaid = ledger.NotBooked(charged);
        var followUps = await BookAsync(missing, orders, unpaid).ConfigureAwait(false);

        var before = ledger.Holdings();
        var askedAt = clock.GetUtcNow();
        var account = await venue.AccountAsync(cancellationToken).ConfigureAwait(false);
        var answeredAt = clock.GetUtcNow();
        var after = ledger.Holdings();
        var refused = ledger.NotBooked(missing);
        var ours = new OurView
        {
            NotListed = [.. match.NotListed],
            Orders = orders.OursNow(),
            Positions = after.Positions.ToDictionary(held => held.Key, held => held.Value.Qty),
            Cash = state is { Cash: { } cash, CashFlow: { } flow } ? cash + after.CashFlow - flow : null,
            Moving = after.Positions.Where(held => before.Positions.GetValueOrDefault(held.Key) != held.Value).Select(held => held.Key).ToHashSet(),
            HasPaidFee = before.Fees != after.Fees,
        };
        var theirs = new TheirView
        {
            NotBooked = [.. refused.Select(report => new ListedExecution(report.ExecId!, report.Symbol, null))],
            Orders = orders.Theirs,
            NotTold = orders.NotTold,
            Positions = account.Positions,
            Cash = account.Cash,
        };
        if (orders.AgreedAtLast(ours.Orders) is { Count: > 0 } agreed)
        {
            await store.WriteAsync(Turn.OfAccount(venue.Account), session => agreed.ForEach(clOrdId => OrderTable.Agree(session, clOrdId, seq)), CancellationToken.None).ConfigureAwait(false);
        }

        ours = await fees.LookAsync(ours, theirs).ConfigureAwait(false);
        var differences = AccountComparison.Compare(ours, theirs, options.CashTolerance);
        var done = new Compared(
            state, began - Overlap, differences, ours, theirs, (match.Listed, orders.Listed), (after.CashFlow, after.Seq), missing.Count - refused.Count, unpaid.Count, askedAt, answeredAt,
            elapsed());
        followUps.AddRange(await book.RecordAsync(done, clock).ConfigureAwait(false));
        return (done, followUps);
    }

    // The executions that the venue lists and that are not booked, and corrections: what is booked under the id of one may be another.
    private async Task<IReadOnlyList<ExecutionReport>> MatchAsync(
        IReadOnlyList<ExecutionReport> listed, long seq, DateTimeOffset from, CancellationToken cancellationToken)
    {
        match.Clear();
        await pace.EachAsync(
            listed,
            report =>
            {
                if (report.ExecId is { } execId)
                {
                    match.List(execId);
                }
            },
            cancellationToken).ConfigureAwait(false);
        await ledger.ReadExecutionsAsync(
            from - Margin,
            mark => match.Book(new BookedExecution(mark.ExecId, mark.Symbol, mark.ClOrdId, mark.IsTrade && mark.Seq <= seq && mark.TransactTime >= from)),
            cancellationToken).ConfigureAwait(false);
        var unknown = new List<ExecutionReport>();
        await pace.EachAsync(
            listed,
            report =>
            {
                if (report.ExecId is { } execId && (!match.IsBooked(execId) || report.ExecType == ExecType.TradeCorrect))
                {
                    unknown.Add(report);
                }
            },
            cancellationToken).ConfigureAwait(false);
        return [.. unknown.DistinctBy(report => (report.ExecId, report.ExecType == ExecType.TradeCorrect ? (report.LastQty, report.LastPx) : default))];
    }

    // An order's quantity is understood from its fills, and its end needs the quantity.
    private async Task<List<FollowUp>> BookAsync(IReadOnlyList<ExecutionReport> missing, OrderViews orders, IReadOnlyList<FeeReport> unpaid)
    {
        var followUps = await EachAsync(missing, (session, report) => ReportLedger.Apply(session, report, clock.GetUtcNow())).ConfigureAwait(false);
        followUps.AddRange(await EachAsync(orders.OtherQuantities, (session, shown) => ShownQuantity.Book(session, venue, shown, clock.GetUtcNow())).ConfigureAwait(false));
        followUps.AddRange(await EachAsync(orders.Words.Concat(orders.Ends), (session, report) => ReportLedger.Apply(session, report, clock.GetUtcNow())).ConfigureAwait(false));
        await EachAsync(unpaid, (session, fee) =>
        {
            FeeLedger.Apply(session, fee, clock.GetUtcNow());
            return [];
        }).ConfigureAwait(false);
        return followUps;
    }

    private async Task<List<FollowUp>> EachAsync<T>(IEnumerable<T> found, Func<StoreSession, T, IReadOnlyList<FollowUp>> book)
    {
        var followUps = new List<FollowUp>();
        foreach (var chunk in found.Chunk(BookedAtATime))
        {
            followUps.AddRange(await store.WriteAsync(
                Turn.OfAccount(venue.Account),
                session => (IReadOnlyList<FollowUp>)[.. chunk.SelectMany(one => book(session, one))], CancellationToken.None).ConfigureAwait(false));
        }

        return followUps;
    }

    // While a position or cash differs, was lately let stand, or a fee is awaited, fees are looked for much earlier. Venues post them long after the trade, and Alpaca
    // by the date of the trade: one that was listed late is found, however late it was.
    private DateTimeOffset FeesFrom(DateTimeOffset from) => from - (book.SuspectsAmounts || ledger.MayMissFees(clock.GetUtcNow() - FeeWatch.LatestFee) ? FeeWatch.LatestFee : Margin);
}
