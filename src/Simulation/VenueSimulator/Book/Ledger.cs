namespace Pipeline.Simulation.VenueSimulator;

/// <summary>Books what happens to orders: state, index, account, executions, and the event that tells of it.</summary>
internal sealed class Ledger(OrderIndex orders, Account account, Fees fees, Ids ids, Action<StreamEvent> tell)
{
    private readonly List<SimulatedExecution> executions = [];
    private long reports;

    public IReadOnlyList<SimulatedExecution> Executions => executions;

    /// <summary>Takes an order in.</summary>
    public void Add(SimulatedOrder order, EventKind kind, DateTimeOffset at)
    {
        orders.Add(order);
        account.Hold(order);
        Tell(order, kind, at, null);
    }

    /// <summary>Gives an order its next state and tells of it.</summary>
    public void Become(SimulatedOrder order, OrderState next, EventKind kind, DateTimeOffset at, string? reason = null)
    {
        Move(order, next, at);
        Tell(order, kind, at, reason);
    }

    /// <summary>Books a trade, whatever the order's state.</summary>
    public StandingTrade Trade(SimulatedOrder order, decimal qty, decimal px, DateTimeOffset at, DateTimeOffset now)
    {
        var trade = Book(order, ExecutionKind.Trade, qty, px, order.CumQty + qty, at, now);
        var standing = new StandingTrade(trade);
        order.Trades.Add(standing);
        account.Book(order.Symbol, order.Side, qty, px);
        fees.OfTrade(trade, now);
        var state = order.State with { CumQty = order.CumQty + qty, Value = order.State.Value + (qty * px) };
        var status = AfterTrade(state);
        var closedAs = status == OrderStatuses.Filled && OrderStatuses.IsTerminal(state.Status) && state.Status != OrderStatuses.Filled ? state.Status : state.ClosedAs;
        Move(order, state with { Status = status, ClosedAs = closedAs, FilledAt = state.CumQty >= state.OrderQty ? at : null }, at);
        Tell(order, order.CumQty >= order.OrderQty ? EventKind.Fill : EventKind.PartialFill, at, null, trade);
        return standing;
    }

    /// <summary>Takes a trade back.</summary>
    public void Bust(SimulatedOrder order, StandingTrade standing, string? reason, DateTimeOffset now)
    {
        var left = order.CumQty - standing.StatedQty;
        var bust = Book(order, ExecutionKind.Bust, standing.Qty, standing.Px, left, now, now, standing.Trade, reason);
        Restate(order, standing, 0, standing.Px, now);
        Tell(order, EventKind.TradeBust, now, reason ?? "TRADE_BUST", bust);
    }

    /// <summary>Gives a trade another quantity and price.</summary>
    public void Correct(SimulatedOrder order, StandingTrade standing, decimal qty, decimal px, string? reason, DateTimeOffset now)
    {
        var correct = Book(order, ExecutionKind.Correct, qty, px, order.CumQty - standing.StatedQty + standing.Stated(qty), now, now, standing.Trade, reason);
        Restate(order, standing, qty, px, now);
        Tell(order, EventKind.TradeCorrect, now, reason, correct);
    }

    private static string AfterTrade(OrderState state) => state.Status switch
    {
        OrderStatuses.Replaced => state.Status,
        _ when state.CumQty >= state.OrderQty => OrderStatuses.Filled,
        OrderStatuses.Canceled or OrderStatuses.Expired or OrderStatuses.Rejected => state.Status,
        OrderStatuses.PendingCancel or OrderStatuses.PendingReplace => state.Status,
        _ => OrderStatuses.PartiallyFilled,
    };

    // A filled order opens again, as FIX has it; one that was closed otherwise stays closed, also where late fills had filled it meanwhile.
    private static string AfterRestatement(OrderState state) => state.Status switch
    {
        OrderStatuses.Filled when state.CumQty < state.OrderQty => state.ClosedAs ?? OrderStatuses.Working(state.CumQty),
        OrderStatuses.PartiallyFilled or OrderStatuses.New when state.CumQty >= state.OrderQty => OrderStatuses.Filled,
        OrderStatuses.PartiallyFilled or OrderStatuses.New => OrderStatuses.Working(state.CumQty),
        _ => state.Status,
    };

    private void Restate(SimulatedOrder order, StandingTrade standing, decimal qty, decimal px, DateTimeOffset now)
    {
        account.Book(order.Symbol, order.Side, -standing.Qty, standing.Px);
        account.Book(order.Symbol, order.Side, qty, px);
        var state = order.State with
        {
            CumQty = order.CumQty - standing.StatedQty + standing.Stated(qty),
            Value = order.State.Value - (standing.Qty * standing.Px) + (qty * px),
        };
        (standing.StatedQty, standing.Qty, standing.Px) = (standing.Stated(qty), qty, px);
        var status = AfterRestatement(state);
        Move(order, state with { Status = status, FilledAt = status == OrderStatuses.Filled ? state.FilledAt ?? now : null }, now);
    }

    private SimulatedExecution Book(
        SimulatedOrder order, ExecutionKind kind, decimal qty, decimal px, decimal cumQty, DateTimeOffset at, DateTimeOffset now,
        SimulatedExecution? of = null, string? reason = null)
    {
        var seq = executions.Count + 1;
        var execution = new SimulatedExecution
        {
            Seq = seq,
            ExecId = ids.Execution(seq, order.Symbol),
            ExecRefId = of?.ExecId,
            Kind = kind,
            Order = order,
            Qty = qty,
            Px = px,
            At = at,
            BookedAt = now,
            CumQty = cumQty,
            LeavesQty = Math.Max(0, order.OrderQty - cumQty),
            Text = reason,
        };
        executions.Add(execution);
        return execution;
    }

    private void Move(SimulatedOrder order, OrderState next, DateTimeOffset at)
    {
        order.State = next with { UpdatedAt = at };
        orders.Moved(order);
        account.Hold(order);
    }

    private void Tell(SimulatedOrder order, EventKind kind, DateTimeOffset at, string? reason, SimulatedExecution? execution = null) =>
        tell(new StreamEvent
        {
            Kind = kind,
            Order = order,
            State = order.State,
            At = at,
            ExecutionId = execution?.ExecId ?? (kind == EventKind.PendingNew ? null : ids.Report(++reports)),
            Execution = execution,
            PositionQty = execution is null ? null : account.Of(order.Symbol).Qty,
            Reason = reason,
        });
}
