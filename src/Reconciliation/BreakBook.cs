using Pipeline.Store;
using Pipeline.Store.Steps;
using Pipeline.Store.Tables;
using Pipeline.Trading.Orders;
using Pipeline.Trading.Reconciliation;
using Pipeline.Venues;

namespace Pipeline.Reconciliation;

/// <summary>Writes down what a comparison makes of breaks, a few at a time, and at last that it has finished.</summary>
internal sealed class BreakBook(IStore store, IVenueReports venue, FeeWatch fees, ReconciliationOptions options)
{
    private const int AtATime = 50;

    /// <summary>As much as the venue's clock and ours may differ.</summary>
    private static readonly TimeSpan Skew = TimeSpan.FromSeconds(1);

    private IReadOnlyList<Suspect> suspects = [];

    /// <summary>
    /// Whether the last comparison answers what it was asked for. One that orders wait for, and that suspects what may pause a symbol,
    /// does so only with a second look.
    /// </summary>
    public bool IsAnswered { get; private set; } = true;

    /// <summary>The orders, by ClOrdId, that the last comparison found to stand otherwise at the venue, which is no break yet.</summary>
    public IReadOnlyList<string> SuspectedOrders =>
        [.. suspects.Where(suspect => suspect.Difference.Kind == BreakKind.OrderStatusDiffers).Select(suspect => suspect.Difference.Subject)];

    /// <summary>Whether the last comparison found a position or cash to differ, which is no break yet.</summary>
    public bool SuspectsAmounts => suspects.Any(suspect => suspect.Difference.Kind.IsAdjustable());

    /// <summary>Forgets what was suspected when this process followed the account before: somebody else has since, and a grace time begins anew.</summary>
    public void BeginAnew() => (suspects, IsAnswered) = ([], true);

    public async Task<IReadOnlyList<FollowUp>> RecordAsync(Compared compared, TimeProvider clock)
    {
        var (known, ignored) = store.Read(session => Known(session, compared));
        var accepted = known.Where(each => !each.IsOpen).ToLookup(each => each.Found.Key, each => each.Found.Delta ?? 0);
        var look = new Look(compared.Differences, compared.Ours.Moving, compared.Theirs.NotTold) 
        {
            AskedAt = compared.AskedAt, AnsweredAt = compared.AnsweredAt, IsCashMoving = compared.Ours.IsCashMoving,
        };
        var standing = store.Read(session => suspects.Where(suspect => !IsExplained(session, suspect, accepted[suspect.Difference.Key])).ToList());
        var judged = BreakWatch.Judge(standing, look, known, compared.Now, options.Grace);
        suspects = judged.Suspects;
        IsAnswered = !IsAnswered || !compared.State.IsBlocking || !suspects.Any(MayPause);
        var followUps = new List<FollowUp>();
        foreach (var chunk in judged.Raised.Chunk(AtATime))
        {
            await store.WriteAsync(Turn.OfAccount(venue.Account), session => Array.ForEach(chunk, found => Raise(session, compared, found, clock.GetUtcNow()))).ConfigureAwait(false);
        }

        foreach (var chunk in judged.Explained.Select(id => (Id: id, Why: "both sides say the same now"))
            .Concat(ignored.Select(id => (Id: id, Why: "the order is over"))).Chunk(AtATime))
        {
            followUps.AddRange(await store.WriteAsync(Turn.OfAccount(venue.Account), session => Explain(session, chunk, clock.GetUtcNow())).ConfigureAwait(false));
        }

        foreach (var chunk in store.Read(session => Rebased(session, compared)).Chunk(AtATime))
        {
            await store.WriteAsync(Turn.OfAccount(venue.Account), session => Rebase(session, chunk, clock.GetUtcNow())).ConfigureAwait(false);
        }

        await store.WriteAsync(Turn.OfAccount(venue.Account), session => Finish(session, compared, judged, clock.GetUtcNow())).ConfigureAwait(false);
        return followUps;
    }

    private void Raise(StoreSession session, Compared compared, Difference found, DateTimeOffset now)
    {
        // A report that came after the look at what is known may have raised it.
        if (BreakTable.About(session, venue.Venue, venue.Account, found.Subject).Any(known => known.Kind == found.Kind && known.ClosedAt is null))
        {
            return;
        }

        BreakTable.See(session, Breaks.Raise(session, venue.Venue, venue.Account, found, now), found, compared.AnsweredAt);
        if (found.Kind == BreakKind.ExternalOrder && compared.Theirs.Orders.FirstOrDefault(order => order.OrderId == found.Subject) is { } shown)
        {
            Breaks.Remember(session, venue.Venue, venue.Account, shown);
        }
    }

    private bool MayPause(Suspect suspect) =>
        suspect.Difference is { Symbol: { } symbol, Kind: var kind } && kind.HasPolicy() && options.ExternalPolicy.Of(symbol) != ExternalPolicy.Ignore;

    // By now the fills are in that the venue had counted and we had not, or the other way round: if we held what it said when it said
    // so, the two views have never differed; if we held that but for what was accepted, they have not differed otherwise.
    private bool IsExplained(StoreSession session, Suspect suspect, IEnumerable<decimal> accepted) => suspect.Difference is { TheirQty: { } qty, Symbol: { } symbol }
        && accepted.Prepend(0).Any(delta => PositionTable.Passed(session, venue.Account, symbol, qty - delta, suspect.AskedAt - Skew, suspect.AnsweredAt + Skew));

    // The open breaks, the accepted ones that stand, and the settled orders of others; and those of others that nobody waits for and
    // that are over.
    private (IReadOnlyList<KnownBreak> Known, IReadOnlyList<long> Over) Known(StoreSession session, Compared compared)
    {
        var open = BreakTable.Open(session, venue.Venue, venue.Account);
        var settled = compared.Differences.Where(found => found.Kind == BreakKind.ExternalOrder)
            .SelectMany(found => BreakTable.About(session, venue.Venue, venue.Account, found.Subject))
            .Where(known => known is { Kind: BreakKind.ExternalOrder, ClosedAt: not null });
        var standing = BreakTable.Standing(session, venue.Venue, venue.Account);
        var shown = compared.Theirs.Orders.Where(order => !order.OrdStatus.IsTerminal()).Select(order => order.OrderId).ToHashSet();
        return (
            [.. open.Concat(standing).Concat(settled).Select(known => new KnownBreak(known.Id, known.Found, known.ClosedAt is null))],
            [.. open.Where(known => known is { Kind: BreakKind.ExternalOrder, Pauses: false } && !shown.Contains(known.Subject)).Select(known => known.Id)]);
    }

    private static IReadOnlyList<FollowUp> Explain(StoreSession session, IEnumerable<(long Id, string Why)> over, DateTimeOffset now) =>
    [
        .. from one in over
           let open = BreakTable.Find(session, one.Id)
           where open is { ClosedAt: null }
           from told in Breaks.Resolve(session, open, BreakResolution.Explained, Breaks.ByReconciliation, one.Why, now)
           select told,
    ];

    // The positions that are found as before and that their policy makes the venue's. One that an order of ours may explain, by a fill
    // that got lost, is not taken for somebody else's act.
    private List<long> Rebased(StoreSession session, Compared compared)
    {
        var open = BreakTable.Open(session, venue.Venue, venue.Account);
        var unsettled = open.Where(known => known.Kind.IsOfOrder()).Select(known => known.Symbol)
            .Concat(suspects.Where(suspect => suspect.Difference.Kind.IsOfOrder()).Select(suspect => suspect.Difference.Symbol))
            .Concat(compared.Ours.Orders.Where(order => compared.Theirs.NotTold.Contains(order.ClOrdId!)).Select(order => order.Symbol))
            .ToHashSet();
        return
        [
            .. open.Where(known => known.Rebases && !unsettled.Contains(known.Symbol) && compared.Differences.Any(known.Found.IsSameAs)).Select(known => known.Id),
        ];
    }

    private static void Rebase(StoreSession session, IEnumerable<long> due, DateTimeOffset now)
    {
        foreach (var open in due.Select(id => BreakTable.Find(session, id)).OfType<Break>().Where(open => open.ClosedAt is null))
        {
            Breaks.Rebase(session, open, now);
        }
    }

    private void Finish(StoreSession session, Compared compared, WatchResult judged, DateTimeOffset now)
    {
        foreach (var (id, found) in judged.Seen)
        {
            BreakTable.See(session, id, found, compared.AnsweredAt);
        }

        foreach (var id in judged.Ended)
        {
            BreakTable.EndStanding(session, id, now);
        }

        // A fee in money that is awaited is missing from what is expected, which stays.
        if (!compared.Ours.IsCashMoving && compared.Ours.AwaitedOf(null) == 0 && compared.Differences.All(found => found.Kind != BreakKind.CashDiffers))
        {
            CashBook.State(session, venue.Venue, venue.Account, venue.Currency, compared.Theirs.Cash, compared.CashFlow.Amount, compared.CashFlow.Seq, now);
        }

        fees.Record(session, compared.Ours, now);

        // What is found missing must be looked for again, however old it is.
        var isMissing = compared.Differences.Any(found => found.Kind is BreakKind.ExecutionMissingHere or BreakKind.ExecutionMissingThere);
        var from = isMissing ? compared.State.ExecutionsFrom ?? DateTimeOffset.UnixEpoch : compared.ExecutionsFrom;
        ReconciliationTable.Finish(
            session, venue.Venue, venue.Account, IsAnswered ? compared.State.Asked : compared.State.Done, from, suspects.Count > 0 ? now + options.Grace : null, now);
        if ((compared.State.IsBlocking && IsAnswered) || compared.Booked + compared.BookedFees > 0)
        {
            JournalTable.Append(session, new JournalEntry(0, now, JournalKinds.Reconciled, null, null, Stages.Reconciliation, null, Columns.Json(new
            {
                venue.Venue, venue.Account, compared.State.Why, executions = compared.Listed.Executions, compared.Booked, compared.BookedFees,
                orders = compared.Listed.Orders, positions = compared.Theirs.Positions.Count, differences = compared.Differences.Count,
            })));
        }
    }
}

/// <summary>A finished comparison.</summary>
/// <param name="State">What it answers.</param>
/// <param name="ExecutionsFrom">From when on the next one compares executions.</param>
/// <param name="Differences">What it found.</param>
/// <param name="Ours">Our view.</param>
/// <param name="Theirs">The venue's view.</param>
/// <param name="Listed">How many executions and open orders the venue lists.</param>
/// <param name="CashFlow">What fills and fees had brought in cash, and the journal's newest entry then.</param>
/// <param name="Booked">How many executions the venue listed that we did not have and have now.</param>
/// <param name="BookedFees">How many fees likewise.</param>
/// <param name="AskedAt">When the venue was asked for the account.</param>
/// <param name="AnsweredAt">When it had answered.</param>
/// <param name="Now">The time that has passed, by a clock that nobody can set.</param>
internal sealed record Compared(
    Store.Tables.Reconciliation State, DateTimeOffset ExecutionsFrom, IReadOnlyList<Difference> Differences, OurView Ours, TheirView Theirs, (int Executions, int Orders) Listed, (decimal Amount, long Seq) CashFlow,
    int Booked, int BookedFees, DateTimeOffset AskedAt, DateTimeOffset AnsweredAt, TimeSpan Now);
