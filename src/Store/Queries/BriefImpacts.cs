using Pipeline.Trading.Incidents;
using Pipeline.Trading.Orders;
using Pipeline.Trading.Reconciliation;

namespace Pipeline.Store.Queries;

/// <summary>What is at stake, for a brief.</summary>
internal static class BriefImpacts
{
    public static BriefImpact Of(StoreSession session, string? strategyId, DateTimeOffset now)
    {
        var states = session.Query<StateCount>(
            $"""
            SELECT {OrderStates.Of} AS state, count(*) AS orders FROM order_sagas s JOIN orders o ON o.cl_ord_id = s.cl_ord_id
            WHERE s.state <> 'Done' AND (@strategyId IS NULL OR o.strategy_id = @strategyId) GROUP BY 1
            """,
            new { strategyId }).ToDictionary(row => Enum.Parse<OrderState>(row.State), row => row.Orders);
        var unknown = session.Query<Unknown>(
            $"""
            SELECT o.reserved_qty AS qty, coalesce(o.price_bound, o.limit_price, o.reference_px) AS px FROM orders o
            WHERE ({OrderStates.IsUnresolved} OR o.cl_ord_id IN (SELECT cl_ord_id FROM order_sagas WHERE state <> 'Done' AND state = 'Unresolved')) AND (@strategyId IS NULL OR o.strategy_id = @strategyId)
            """,
            new { strategyId });
        long In(params ReadOnlySpan<OrderState> wanted)
        {
            var sum = 0L;
            foreach (var state in wanted)
            {
                sum += states.GetValueOrDefault(state);
            }

            return sum;
        }

        var impact = new BriefImpact
        {
            OrdersUnknown = In(OrderState.Unresolved),
            OrdersInFlight = In(OrderState.Proposed, OrderState.Validated, OrderState.Released, OrderState.Submitting),
            OrdersLive = In(OrderState.Working),
            NotionalAtRisk = unknown.Sum(order => order.Qty * (order.Px ?? 0)),
            Unpriced = unknown.Count(order => order.Px is null),
        };
        if (strategyId is not null)
        {
            return impact;
        }

        var figures = StoreFigures.Of(session, now);
        return impact with
        {
            DriftSymbols = figures.Drifts.Sum(drift => drift.Symbols),
            DeadLetters = figures.DeadLetters.Values.Sum(),
            EventsLost = figures.Breaks.GetValueOrDefault(BreakKind.ExecutionMissingHere),
            MessagesUnsent = figures.Unsent,
        };
    }

    private sealed class StateCount
    {
        public string State { get; set; } = "";

        public long Orders { get; set; }
    }

    private sealed class Unknown
    {
        public decimal Qty { get; set; }

        public decimal? Px { get; set; }
    }
}
