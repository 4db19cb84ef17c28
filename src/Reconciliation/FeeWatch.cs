using Pipeline.Messages.Capabilities;
using Pipeline.Store;
using Pipeline.Store.Queries;
using Pipeline.Store.Steps;
using Pipeline.Store.Tables;
using Pipeline.Trading.Ledger;
using Pipeline.Trading.Reconciliation;
using Pipeline.Venues;

namespace Pipeline.Reconciliation;

/// <summary>
/// Knows which differences are fees: those that the venue has taken and lists later are awaited, and those that were listed after a person had
/// accepted what was missing explain it. Books nothing.
/// </summary>
internal sealed class FeeWatch(IStore store, IVenueReports venue, ReconciliationOptions options, TimeProvider clock)
{
    /// <summary>Venues list fees long after the trade: by a fee that is later than this nothing is explained that was accepted.</summary>
    public static readonly TimeSpan LatestFee = TimeSpan.FromDays(7);

    /// <summary>Our view, with what is awaited, and the cash that is expected now that late fees have come.</summary>
    public async Task<OurView> LookAsync(OurView ours, TheirView theirs)
    {
        var now = clock.GetUtcNow();
        var explained = ours with { Cash = ours.Cash + await ExplainCashAsync(ours, theirs, now).ConfigureAwait(false) };
        return venue.LateFees is { } terms ? explained with { Awaited = store.Read(session => Awaited(session, explained, theirs, terms, now)) } : explained;
    }

    /// <summary>Records what a comparison has found to be awaited.</summary>
    public void Record(StoreSession session, OurView ours, DateTimeOffset now) => AwaitedFeeTable.Record(
        session, venue.Venue, venue.Account, ours.Awaited, symbol => symbol is null ? ours.IsCashMoving : ours.Moving.Contains(symbol), now);

    // Returns how much more is expected.
    private async Task<decimal> ExplainCashAsync(OurView ours, TheirView theirs, DateTimeOffset now)
    {
        if (ours.IsCashMoving || theirs.Cash - ours.Cash is not { } difference || Math.Abs(difference) <= options.CashTolerance)
        {
            return 0;
        }

        return await store.WriteAsync(Turn.OfAccount(venue.Account), session =>
        {
            if (ReconciliationTable.Find(session, venue.Venue, venue.Account) is not { CashSeq: { } seq }
                || BreakTable.Unexplained(session, venue.Venue, venue.Account, now - LatestFee) is not [_, ..] accepted
                || AcceptedCash.Explained(
                    accepted, difference, FeeReportTable.After(session, venue.Venue, venue.Account, venue.Currency, seq), options.CashTolerance) is not { } explained)
            {
                return 0;
            }

            Breaks.ExplainCash(session, venue.Venue, venue.Account, explained, difference, now);
            return difference;
        }).ConfigureAwait(false);
    }

    // Of what a break is open for, nothing is awaited: a person is on it. What was accepted is missing beside.
    private List<AwaitedFee> Awaited(StoreSession session, OurView ours, TheirView theirs, LateFees terms, DateTimeOffset now)
    {
        var open = BreakTable.Open(session, venue.Venue, venue.Account).Select(known => known.Found.Key).ToHashSet();
        var accepted = BreakTable.Standing(session, venue.Venue, venue.Account).ToLookup(known => known.Found.Key, known => known.Delta ?? 0);
        var awaited = new List<AwaitedFee?>();
        foreach (var (symbol, here) in ours.Positions.Where(held => !ours.Moving.Contains(held.Key)))
        {
            var key = Difference.KeyOf(BreakKind.PositionDiffers, symbol);
            var missing = here + accepted[key].Sum() - theirs.Positions.GetValueOrDefault(symbol);
            if (Fill.BaseAsset(symbol) is { } coin && missing > 0 && !open.Contains(key))
            {
                awaited.Add(AwaitedFee.Of(symbol, coin, missing, FeeReceipts.OfCoins(session, venue.Venue, venue.Account, symbol, terms, now)));
            }
        }

        if (!ours.IsCashMoving && ours.Cash - theirs.Cash is { } money && money > options.CashTolerance && !open.Contains((BreakKind.CashDiffers, Difference.Cash)))
        {
            awaited.Add(AwaitedFee.Of(
                null, venue.Currency, money,
                FeeReceipts.OfMoney(session, venue.Venue, venue.Account, venue.Currency, ours.Positions.Keys, terms, now)));
        }

        return [.. awaited.OfType<AwaitedFee>()];
    }
}
