using System.Globalization;
using Pipeline.Store.Tables;
using Pipeline.Trading.DeadLetters;
using Pipeline.Trading.Halts;
using Pipeline.Trading.Incidents;
using Pipeline.Trading.Reconciliation;
using Pipeline.Trading.Worklists;

namespace Pipeline.Store.Queries;

/// <summary>Gathers what needs a person.</summary>
public static class WorklistQuery
{
    /// <summary>Most orders, and most breaks, the oldest of each.</summary>
    public const int Most = 500;

    /// <summary>Everything, oldest and costliest first.</summary>
    public static IReadOnlyList<WorkItem> All(StoreSession session, DateTimeOffset now) =>
        Worklist.Sorted([.. DeadLetters(session), .. WorklistOrders.All(session, Most), .. Breaks(session), .. Halts(session, now), .. Throttles(session), .. Alerts(session, now)], now);

    private static IEnumerable<WorkItem> DeadLetters(StoreSession session)
    {
        var notionals = session.Query<GroupedOrder>(
                $"""
                SELECT DISTINCT d.group_id, o.cl_ord_id, o.venue, o.symbol, o.qty, o.cum_qty, o.limit_price, o.price_bound, o.reference_px
                FROM dead_letters d JOIN orders o ON o.cl_ord_id = d.cl_ord_id
                WHERE d.state = 'open' AND {OrderTable.IsOpen}
                """)
            .GroupBy(order => order.GroupId).ToDictionary(group => group.Key, group => (Count: group.Count(), Notional: group.Select(order => order.NotionalIn(session)).Aggregate((decimal?)null, (sum, one) => one is null ? sum : (sum ?? 0) + one)));
        foreach (var group in DeadLetterGroupTable.List(session, DeadLetterState.Open))
        {
            var (orders, notional) = notionals.GetValueOrDefault(group.Id);
            yield return new WorkItem(
                WorkKind.DeadLetters, group.Id.ToString(CultureInfo.InvariantCulture), group.Symbols == 1 ? group.Symbol : null, group.FirstAt, orders == 0 ? null : notional,
                $"{group.Count} dead {(group.Count == 1 ? "letter" : "letters")} of {group.Stage}, {orders} open {(orders == 1 ? "order" : "orders")}: {group.ExceptionType}: {group.Reason}",
                [
                    new NextAct("what a replay would do now", $"pipelinectl dlq replay --group {group.Id} --dry-run", WorkAct.DryRun),
                    new NextAct("replay, one first, then more", $"pipelinectl dlq replay --group {group.Id} --why ...", WorkAct.Replay),
                ]);
        }
    }

    private static IEnumerable<WorkItem> Breaks(StoreSession session) => BreakTable.List(session, new BreakFilter { Limit = Most }).Select(open => new WorkItem(
        WorkKind.Break, open.Id.ToString(CultureInfo.InvariantCulture), open.Symbol, open.RaisedAt, CostOf(session, open),
        $"{Columns.Word(open.Kind).Replace('_', ' ')}: {open.Subject}, here {open.Ours}, at the venue {open.Theirs}{(open.Pauses ? $"; orders of {open.Symbol} are held" : "")}",
        [
            new NextAct("both views", $"pipelinectl breaks show {open.Id}", WorkAct.Look),
            .. open.Adjustable ? new[] { new NextAct("make ours the venue's", $"pipelinectl breaks adjust {open.Id} --why ...", WorkAct.Adjust) } : [],
            new NextAct("let it stand", $"pipelinectl breaks accept {open.Id} --why ...", WorkAct.Accept),
        ]) { Theirs = open.Theirs });

    // A halt that a person has made is known to somebody; one that has tripped may be known to nobody.
    private static IEnumerable<WorkItem> Halts(StoreSession session, DateTimeOffset now)
    {
        var asked = ResumeTable.All(session, now).ToDictionary(request => request.Scope);
        return HaltTable.All(session).Where(halt => halt.By.StartsWith(Trip.Prefix, StringComparison.Ordinal) || asked.ContainsKey(halt.Scope)).Select(halt => new WorkItem(
            WorkKind.Halt, halt.Scope, null, halt.At, null,
            $"{halt.Scope} is halted by {halt.By}: {halt.Why}{(asked.GetValueOrDefault(halt.Scope) is { } first ? $"; {first.By} has asked for its release, a second person is needed" : "")}",
            [new NextAct("what is halted", "pipelinectl halts", WorkAct.Look), new NextAct("release it, by two people, when its reason is gone", $"pipelinectl resume {halt.Scope} --why ...", WorkAct.Resume)]));
    }

    private static IEnumerable<WorkItem> Throttles(StoreSession session) => ThrottleTable.AllShut(session).Select(shut => new WorkItem(
        WorkKind.Throttle, shut.Id.ToString(CultureInfo.InvariantCulture), shut.Symbol, shut.ShutAt!.Value, null,
        $"{shut.StrategyId} is shut out of {Columns.Word(shut.Side)} {shut.Symbol}: it has repeated itself too often",
        [
            .. shut.ClOrdId is { } order ? new[] { new NextAct("the order that shut it", $"pipelinectl order show {order}", WorkAct.Look) } : [],
            new NextAct("let it in again", $"pipelinectl throttles open {shut.Id} --why ...", WorkAct.Open),
        ]));

    private static IEnumerable<WorkItem> Alerts(StoreSession session, DateTimeOffset now) => StandingAlertTable.All(session, now).Select(alert =>
    {
        var guide = AlertGuide.Find(alert.Code)!;
        var order = alert.ClOrdId is null ? null : OrderTable.Find(session, alert.ClOrdId);
        return new WorkItem(
            WorkKind.Alert, alert.Id.ToString(CultureInfo.InvariantCulture), order?.Symbol, alert.FirstAt, null,
            $"{alert.Code} of {alert.Scope}{(alert.Times > 1 ? $", raised {alert.Times} times" : "")}: {guide.Meaning} {guide.SafeActs}. {guide.Never}",
            [
                order is null ? new NextAct("look first, nothing changes", guide.FirstLook, WorkAct.Look) : new NextAct("its order's whole story", $"pipelinectl order show {order.ClOrdId}", WorkAct.Look),
                new NextAct("say that it is seen to", $"pipelinectl alerts acknowledge {alert.Id} --why ...", WorkAct.Acknowledge),
            ])
        { Code = alert.Code, ClOrdId = alert.ClOrdId, Runbook = guide.Runbook };
    });

    private static decimal? CostOf(StoreSession session, Break open) => open switch
    {
        { Delta: { } cash, Kind: BreakKind.CashDiffers } => Math.Abs(cash),
        { Delta: { } qty, Symbol: { } symbol } => WaitingOrder.PriceOf(session, open.Venue, symbol) is { } price ? Math.Abs(qty) * price : null,
        _ => null,
    };

    private sealed class GroupedOrder : WaitingOrder
    {
        public long GroupId { get; set; }
    }
}
