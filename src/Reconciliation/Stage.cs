using System.Diagnostics;
using Pipeline.Messages.Fix;
using Pipeline.Messages.Orders;
using Pipeline.Metering;
using Pipeline.Store;
using Pipeline.Store.Steps;
using Pipeline.Store.Tables;
using Pipeline.Trading.Orders;
using Pipeline.Venues;

namespace Pipeline.Reconciliation;

/// <summary>Takes in what submission heard from the venue, and what the venue reports by itself, into the same ledger.</summary>
public sealed class Stage(IStore store, IVenueReports venue, TimeProvider clock) :
    IStage<OrderAcknowledged>, IStage<OrderRejected>, IStage<SubmissionUnresolved>, IOnwardStage
{
    public string Name => Stages.Reconciliation;

    public Type? Leads => null;

    public Task<IReadOnlyList<FollowUp>> HandleAsync(OrderAcknowledged message, CancellationToken cancellationToken) => TakeAsync(message, cancellationToken);

    public Task<IReadOnlyList<FollowUp>> HandleAsync(OrderRejected message, CancellationToken cancellationToken) => TakeAsync(message, cancellationToken);

    public Task<IReadOnlyList<FollowUp>> HandleAsync(SubmissionUnresolved message, CancellationToken cancellationToken) => TakeAsync(message, cancellationToken);

    public Task<OnwardStep> PrepareAsync(CancellationToken cancellationToken) => Task.FromResult(new OnwardStep(
        Name,
        (ahead, order, now) =>
        {
            StepTable.Exists(ahead, order.ClOrdId, Stages.OutcomeStep(nameof(OrderAcknowledged), 1), order.Pass);
            ReportLedger.Look(ahead, ToReport(order, order.OrderId ?? "", ExecType.New, OrdStatus.New, now, null));
        },
        (session, message, _, _) => Take(session, message, clock.GetUtcNow())));

    /// <summary>Books a page of the venue's reports and fees, and its watermark, all of it or nothing.</summary>
    public Task<IReadOnlyList<FollowUp>> BookAsync(ReportPage page, CancellationToken cancellationToken) =>
        Tracing.IsOn ? BookTracedAsync(page, cancellationToken) : BookPageAsync(page, cancellationToken);

    // Each report goes on in its order's trace.
    private async Task<IReadOnlyList<FollowUp>> BookTracedAsync(ReportPage page, CancellationToken cancellationToken)
    {
        var spans = page.Reports.Where(report => report.ClOrdId is not null).Select(report => Tracing.Resume(
            $"venue reports {Columns.Word(report.ExecType)}", ActivityKind.Consumer, report.ClOrdId!, () => store.Read(session => TraceTable.ParentOf(session, report.ClOrdId!)))).ToList();
        try
        {
            return await BookPageAsync(page, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            spans.ForEach(span => span?.Dispose());
        }
    }

    private Task<IReadOnlyList<FollowUp>> BookPageAsync(ReportPage page, CancellationToken cancellationToken) => store.WriteAsync(
        Turn.OfAccount(venue.Account),
        new Ahead(
            ahead =>
            {
                foreach (var report in page.Reports)
                {
                    ReportLedger.Look(ahead, report);
                }
            },
            Entries: page.Reports.Sum(ReportLedger.EntriesOf)),
        session =>
        {
            var now = clock.GetUtcNow();
            var followUps = page.Reports.SelectMany(report => ReportLedger.Apply(session, report, now)).ToList();
            foreach (var fee in page.Fees)
            {
                FeeLedger.Apply(session, fee, now);
            }

            if (page.Watermark is not null)
            {
                VenueTables.SaveWatermark(session, venue.Venue, venue.Account, page.Watermark);
            }

            return (IReadOnlyList<FollowUp>)followUps;
        },
        cancellationToken);

    private Task<IReadOnlyList<FollowUp>> TakeAsync(OrderMessage message, CancellationToken cancellationToken) => store.WriteAsync(
        Turn.OfOrder(message.ClOrdId),
        new Ahead(ahead =>
        {
            StepTable.Exists(ahead, message.ClOrdId, StepOf(message), message.Pass);
            if (OrderTable.Find(ahead, message.ClOrdId) is { } order && ReportOf(message, order) is { } report)
            {
                ReportLedger.Look(ahead, report);
            }
        }),
        session => Take(session, message, clock.GetUtcNow()),
        cancellationToken);

    private IReadOnlyList<FollowUp> Take(StoreSession session, OrderMessage message, DateTimeOffset now)
    {
        var order = OrderTable.Find(session, message.ClOrdId) ?? throw new UnknownOrderException(message.ClOrdId);
        if (StepTable.Exists(session, order.ClOrdId, StepOf(message), message.Pass))
        {
            return [];
        }

        StepTable.Insert(session, order.ClOrdId, StepOf(message), message.Pass, "Recorded", now);
        switch (message)
        {
            case SubmissionUnresolved unresolved:
                Unresolve(session, order, unresolved);
                return [];
            case OrderRejected refusal when ReportLedger.Contradicts(order):
                ReportLedger.PassOver(session, order, refusal, now);
                return [];
            default:
                return ReportLedger.Apply(session, ReportOf(message, order)!, now);
        }
    }

    // The venue may have reported, or the resolver have found out, before this arrived.
    private static void Unresolve(StoreSession session, Order order, SubmissionUnresolved message)
    {
        if (order.OrdStatus == OrdStatus.PendingNew && ClaimTable.OfOrder(session, order.ClOrdId).Any(claim => claim.Attempt == message.Attempt && claim.NextCheckAt is not null))
        {
            OrderTable.Update(session, order with { OrdStatus = OrdStatus.Unresolved });
        }
    }

    private static string StepOf(OrderMessage message) => Stages.OutcomeStep(message.GetType().Name, OrderTriggers.AttemptOf(message));

    private ExecutionReport? ReportOf(OrderMessage message, Order order) => message switch
    {
        OrderAcknowledged acknowledged => ToReport(order, acknowledged.OrderId, ExecType.New, OrdStatus.New, message.At, null),
        OrderRejected rejected => ToReport(order, order.OrderId ?? "", ExecType.Rejected, OrdStatus.Rejected, message.At, rejected.Text),
        _ => null,
    };

    // The answer to a send is a report without an ExecId: the stream brings the same news with one.
    private ExecutionReport ToReport(Order order, string orderId, ExecType execType, OrdStatus ordStatus, DateTimeOffset at, string? text) => new()
    {
        Venue = venue.Venue,
        Account = order.Account,
        OrderId = orderId,
        ClOrdId = order.ClOrdId,
        ExecType = execType,
        OrdStatus = ordStatus,
        Symbol = order.Symbol,
        Side = order.Side,
        OrderQty = order.Terms.Qty,
        Text = text,
        TransactTime = at,
    };
}
