using Microsoft.Extensions.Logging;
using Pipeline.Messages.Fix;
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
    /// <summary>Imports once after a restore; does nothing at any other time. Returns what has to be told.</summary>
    /// <exception cref="VenueUnavailableException">The venue did not answer completely; nothing was imported, and intake stays closed.</exception>
    public async Task<IReadOnlyList<FollowUp>> ImportIfRestoredAsync(CancellationToken cancellationToken)
    {
        if (store.Read(RestorationTable.Active) is not { ImportedAt: null } restoration)
        {
            return [];
        }

        Failpoints.Hit(Failpoint.Import, Failpoint.Received);
        var executions = Stated(await venue.ExecutionsAsync(restoration.Since, cancellationToken).ConfigureAwait(false));
        var closed = Stated(await venue.ClosedOrdersAsync(restoration.Since, cancellationToken).ConfigureAwait(false));
        var open = Stated(await venue.OpenOrdersAsync(cancellationToken).ConfigureAwait(false));
        var followUps = await store.WriteAsync(session => Record(session, restoration, executions, [.. open, .. closed], clock.GetUtcNow()), cancellationToken)
            .ConfigureAwait(false);
        Failpoints.Hit(Failpoint.Import, Failpoint.Recorded);
        logger.LogWarning(
            "The restored store has the venue's {Orders} orders and {Executions} executions since {Since}; intake opens. Until an operator ends this state the venue is asked about every order before anything is decided about it",
            open.Count + closed.Count, executions.Count, restoration.Since);
        return followUps;
    }

    private IReadOnlyList<FollowUp> Record(
        StoreSession session, Restoration restoration, IReadOnlyList<ExecutionReport> executions, IReadOnlyList<VenueOrder> orders, DateTimeOffset now)
    {
        var known = orders.ToDictionary(order => order.OrderId, order => OrderTable.Find(session, order.ClOrdId) is not null);
        var others = orders.Where(order => known[order.OrderId] && !IsShown(session, order)).ToDictionary(order => order.OrderId);
        foreach (var other in others.Values)
        {
            var order = OrderTable.Find(session, other.ClOrdId)!;
            JournalTable.RaiseAlert(
                session, Alert.IdCollision, order.ClOrdId, Stages.Reconciliation, now, order, new { sent = SentTerms.Of(order), found = other });
        }

        var reports = executions.Concat(orders.Where(order => known[order.OrderId]).Select(ReportOf)).Where(report => !others.ContainsKey(report.OrderId));
        var followUps = reports.SelectMany(report => ReportLedger.Apply(session, report, now)).ToList();
        foreach (var order in orders.Where(order => !known[order.OrderId]))
        {
            JournalTable.RaiseAlert(session, Alert.ExternalOrder, order.OrderId, Stages.Reconciliation, now, null, new { order, restored = true });
        }

        // What the venue has is known now; of what is on its way besides, the venue is asked order by order.
        followUps.AddRange(AskedFirst.AskAll(session, restoration, Stages.Reconciliation, now));
        RestorationTable.SetImported(session, restoration.Seq, now);
        JournalTable.Append(session, new JournalEntry(
            0, now, JournalKinds.VenueImported, null, null, Stages.Reconciliation, null,
            Columns.Json(new { restoration.Since, orders = orders.Count, unknown = known.Values.Count(isKnown => !isKnown), executions = executions.Count })));
        return followUps;
    }

    private static bool IsShown(StoreSession session, VenueOrder at)
    {
        var shown = new SentTerms(at.Symbol, at.Side, at.OrdType, at.OrderQty, at.Price, at.StopPx, at.TimeInForce);
        return SentTerms.AreShown(OrderTable.Find(session, at.ClOrdId)!, shown, boundIsLost: true);
    }

    private ExecutionReport ReportOf(VenueOrder order) => new()
    {
        Venue = venue.Venue,
        Account = venue.Account,
        OrderId = order.OrderId,
        ClOrdId = order.ClOrdId,
        ExecType = order.OrdStatus switch
        {
            OrdStatus.Canceled => ExecType.Canceled,
            OrdStatus.Expired => ExecType.Expired,
            OrdStatus.Rejected => ExecType.Rejected,
            OrdStatus.Replaced => ExecType.Replaced,
            _ => ExecType.New,
        },
        OrdStatus = order.OrdStatus,
        Symbol = order.Symbol,
        Side = order.Side,
        OrderQty = order.OrderQty,
        CumQty = order.CumQty,
        Text = "imported after a restore",
        TransactTime = order.TransactTime,
    };

    private static T Stated<T>(VenueAnswer<T> answer) => answer switch
    {
        VenueAnswer<T>.Stated stated => stated.Value,
        VenueAnswer<T>.Unavailable unavailable => throw new VenueUnavailableException($"The import waits: {unavailable.Fault}, {unavailable.Reason}"),
        _ => throw new ArgumentOutOfRangeException(nameof(answer), answer, "Not an answer"),
    };
}
