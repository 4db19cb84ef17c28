namespace Pipeline.Simulation.VenueSimulator;

/// <summary>Cancels and replacements, which may take their time, be rejected, or never come to an end.</summary>
internal sealed class Changes(Exchange exchange, Agenda agenda)
{
    private const string TooLate = "TOO_LATE_TO_CANCEL";

    /// <summary>Cancels an open order.</summary>
    public void Cancel(SimulatedOrder order, Effects effects, DateTimeOffset now)
    {
        var after = now + (effects.ThenAfter ?? TimeSpan.Zero);
        var before = order.Status;
        if (effects.Then is not null || after > now)
        {
            Become(order, OrderStatuses.PendingCancel, EventKind.PendingCancel, now);
        }

        switch (effects.Then)
        {
            case Fate.Stuck:
                break;
            case Fate.Reject:
                agenda.Do(
                    after, at => Restore(order, before, OrderStatuses.PendingCancel, EventKind.OrderCancelRejected, effects.Text, at), now);
                break;
            case null:
                agenda.Do(after, at => exchange.Close(order, OrderStatuses.Canceled, at, effects.Text), now);
                break;
        }

        exchange.ScheduleFills(order, effects.Fills ?? [], now);
    }

    /// <summary>Replaces an open order by a new one.</summary>
    /// <returns>The new order's state for the answer.</returns>
    public (SimulatedOrder Order, OrderState Answered) Replace(SimulatedOrder order, NewOrder terms, Effects effects, DateTimeOffset now)
    {
        var successor = exchange.Factory.Create(exchange.Orders.NextSeq, terms, now);
        successor.HiddenUntil = now + (effects.Hide ?? TimeSpan.Zero);
        exchange.Ledger.Add(successor, EventKind.PendingNew, now);
        var answered = successor.State;
        var after = now + (effects.ThenAfter ?? TimeSpan.Zero);
        var before = order.Status;
        if (effects.Then is not null || after > now)
        {
            Become(order, OrderStatuses.PendingReplace, EventKind.PendingReplace, now);
        }

        switch (effects.Then)
        {
            case Fate.Stuck:
                break;
            case Fate.Reject:
                agenda.Do(after, at => Refuse(order, successor, before, effects.Text, at), now);
                break;
            case null:
                agenda.Do(after, at => Succeed(order, successor, before, at), now);
                break;
        }

        exchange.ScheduleFills(order, effects.Fills ?? [], now);
        return (successor, answered);
    }

    private void Succeed(SimulatedOrder order, SimulatedOrder successor, string before, DateTimeOffset now)
    {
        exchange.Meet(exchange.Markets.Of(order.Symbol), now);
        if (!order.IsOpen || order.CumQty >= successor.OrderQty)
        {
            Refuse(order, successor, before, null, now);
            return;
        }

        // What traded while the replacement was under way counts for it.
        successor.State = successor.State with { CumQty = order.CumQty, Value = order.State.Value };
        order.State = order.State with { ReplacedBy = successor.OrderId };
        exchange.Close(order, OrderStatuses.Replaced, now);
        exchange.Work(successor, now);
    }

    private void Refuse(SimulatedOrder order, SimulatedOrder successor, string before, string? reason, DateTimeOffset now)
    {
        Restore(order, before, OrderStatuses.PendingReplace, EventKind.OrderReplaceRejected, reason, now);
        exchange.Close(successor, OrderStatuses.Rejected, now, reason);
    }

    // An order that traded or closed meanwhile keeps what became of it; only the word that the change is pending goes.
    private void Restore(SimulatedOrder order, string before, string pending, EventKind kind, string? reason, DateTimeOffset now)
    {
        exchange.Meet(exchange.Markets.Of(order.Symbol), now);
        var status = order.Status != pending ? order.Status
            : OrderStatuses.AwaitsWork(before) ? before
            : OrderStatuses.Working(order.CumQty);
        Become(order, status, kind, now, reason ?? TooLate);
        exchange.Work(order, now);
    }

    private void Become(SimulatedOrder order, string status, EventKind kind, DateTimeOffset now, string? reason = null) =>
        exchange.Ledger.Become(order, order.State with { Status = status }, kind, now, reason);
}
