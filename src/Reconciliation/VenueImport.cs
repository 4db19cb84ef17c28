using Microsoft.Extensions.Logging;
using Pipeline.Messages.Fix;
using Pipeline.Reconciliation.Fills;
using Pipeline.Store;
using Pipeline.Store.Failpoints;
using Pipeline.Store.Steps;
using Pipeline.Store.Tables;
using Pipeline.Trading.Orders;
using Pipeline.Venues;

namespace Pipeline.Reconciliation;

/// <summary>
/// Brings into a restored store what the venue did since the backup, before anything is taken, sent or ended: its executions, the orders the store
/// knows as the venue has them now, and those it does not know, listed as external until an agent repeats the intent they came from.
/// </summary>
public sealed class VenueImport(IStore store, IVenueReports venue, TimeProvider clock, ILogger<VenueImport> logger)
{
    private (long Restoration, long Timestamp)? met;

    /// <summary>Imports once after a restore; does nothing at any other time. Returns what has to be told.</summary>
    /// <exception cref="VenueUnavailableException">The venue did not answer completely; nothing was imported, and intake stays closed.</exception>
    public async Task<IReadOnlyList<FollowUp>> ImportIfRestoredAsync(CancellationToken cancellationToken)
    {
        if (store.Read(RestorationTable.Active) is not { ImportedAt: null } restoration || !ShowsEverything(restoration))
        {
            return [];
        }

        Failpoints.Hit(Failpoint.Import, Failpoint.Received);
        var executions = (await venue.ExecutionsAsync(restoration.Since, cancellationToken).ConfigureAwait(false)).Require("The import waits");

        // In this order: one that ends between the two is in both, and the later says how it stands.
        var open = (await venue.OpenOrdersAsync(cancellationToken).ConfigureAwait(false)).Require("The import waits");
        var closed = (await venue.ClosedOrdersAsync(restoration.Since, cancellationToken).ConfigureAwait(false)).Require("The import waits");
        var orders = closed.Concat(open).DistinctBy(order => order.OrderId).ToList();
        var followUps = await store.WriteAsync(session => Record(session, restoration, executions, orders, clock.GetUtcNow()), cancellationToken)
            .ConfigureAwait(false);
        Failpoints.Hit(Failpoint.Import, Failpoint.Recorded);
        logger.LogWarning(
            "The restored store has the venue's {Orders} orders and {Executions} executions since {Since}; intake opens. Until an operator ends this state the venue is asked about every order before anything is decided about it",
            orders.Count, executions.Count, restoration.Since);
        return followUps;
    }

    // What the lost process sent at its last moment the venue may not list yet. By a clock that nobody can set.
    private bool ShowsEverything(Restoration restoration)
    {
        if (met?.Restoration != restoration.Seq)
        {
            met = (restoration.Seq, clock.GetTimestamp());
        }

        return clock.GetElapsedTime(met.Value.Timestamp) >= venue.SettleWindow;
    }

    private IReadOnlyList<FollowUp> Record(
        StoreSession session, Restoration restoration, IReadOnlyList<ExecutionReport> executions, IReadOnlyList<VenueOrder> orders, DateTimeOffset now)
    {
        var known = orders.ToDictionary(order => order.OrderId, order => OrderTable.Find(session, order.ClOrdId) is not null);

        // What bears an id of ours and is another order is left to the questions, which know what to make of it.
        var others = orders.Where(order => known[order.OrderId] && !IsShown(session, order)).Select(order => order.OrderId).ToHashSet();
        foreach (var order in orders.Where(order => known[order.OrderId] && !others.Contains(order.OrderId)))
        {
            Replacement.Found(session, OrderTable.Find(session, order.ClOrdId)!, order.OrderQty, now);
        }

        var reports = executions.Concat(orders.Where(order => known[order.OrderId]).Select(order => ListedOrder.ReportOf(venue, order, "imported after a restore"))).Where(report => !others.Contains(report.OrderId));
        var followUps = reports.SelectMany(report => ReportLedger.Apply(session, report, now)).ToList();
        foreach (var order in orders.Where(order => !known[order.OrderId]))
        {
            Remember(session, order);
            Breaks.SeeExternal(session, venue.Venue, venue.Account, OrderViews.ViewOf(order), now);
        }

        // What the venue has is known now; of what is on its way besides, the venue is asked order by order.
        followUps.AddRange(AskedFirst.AskAll(session, restoration, Stages.Reconciliation, now));
        RestorationTable.SetImported(session, restoration.Seq, now);
        JournalTable.Append(session, new JournalEntry(
            0, now, JournalKinds.VenueImported, null, null, Stages.Reconciliation, null,
            Columns.Json(new { restoration.Since, orders = orders.Count, unknown = known.Values.Count(isKnown => !isKnown), executions = executions.Count })));
        return followUps;
    }

    // It may be ours: an agent that plans its slot anew is told so.
    private void Remember(StoreSession session, VenueOrder order)
    {
        if (order is { ClOrdId.Length: > 0, Side: { } side })
        {
            ForgottenOrderTable.Remember(session, venue.Venue, venue.Account, order.ClOrdId, order.Symbol, side, new KnownTerms
            {
                Qty = order.OrderQty, OrderType = order.OrdType, LimitPrice = order.Price, StopPrice = order.StopPx, TimeInForce = order.TimeInForce,
            });
        }
    }

    private static bool IsShown(StoreSession session, VenueOrder at) => ListedOrder.IsShown(OrderTable.Find(session, at.ClOrdId)!, at, isRestored: true);
}
