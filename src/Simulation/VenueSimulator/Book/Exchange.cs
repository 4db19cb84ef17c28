using Pipeline.Messages.Fix;
using Pipeline.Trading.Sessions;
using Pipeline.Venues.Paper;

namespace Pipeline.Simulation.VenueSimulator;

/// <summary>
/// The life of orders: taken, put to work, traded by quotes or by script, canceled, replaced. What takes time is put on the agenda.
/// </summary>
internal sealed class Exchange
{
    private readonly Agenda agenda;

    public Exchange(SessionCalendars calendars, Ids ids, Markets markets, Account account, Agenda agenda, FeeRules fees, Action<StreamEvent> tell)
    {
        this.agenda = agenda;
        Calendars = calendars;
        Factory = new OrderFactory(ids, calendars, markets, account);
        Markets = markets;
        Account = account;
        Fees = new Fees(fees, account, markets, ids, agenda);
        Ledger = new Ledger(Orders, account, Fees, ids, tell);
        Outside = new OutsideHours(this, agenda);
    }

    public SessionCalendars Calendars { get; }

    public OrderFactory Factory { get; }

    public OrderIndex Orders { get; } = new();

    public Account Account { get; }

    public Markets Markets { get; }

    public Ledger Ledger { get; }

    public Fees Fees { get; }

    public OutsideHours Outside { get; }

    /// <summary>Takes an order that passed every check. What becomes of it happens after the state that is answered.</summary>
    /// <returns>The order's state for the answer.</returns>
    public (SimulatedOrder Order, OrderState Answered) Take(NewOrder terms, Effects effects, DateTimeOffset now)
    {
        var order = Factory.Create(Orders.NextSeq, terms, now);
        order.HiddenUntil = now + (effects.Hide ?? TimeSpan.Zero);
        order.IsScripted = effects.Fills is not null;
        Ledger.Add(order, order.Status == OrderStatuses.Accepted ? EventKind.Accepted : EventKind.PendingNew, now);
        var answered = order.State;
        var after = now + (effects.ThenAfter ?? TimeSpan.Zero);
        switch (effects.Then)
        {
            case Fate.Reject:
                agenda.Do(after, at => Close(order, OrderStatuses.Rejected, at, effects.Text), now);
                break;
            case Fate.Stuck:
                break;
            case null:
                agenda.Do(after, at => Work(order, at), now);
                break;
        }

        ScheduleFills(order, effects.Fills ?? [], now);
        return (order, answered);
    }

    /// <summary>Makes an order trade as a script says, whatever becomes of it until then unless the script says otherwise.</summary>
    public void ScheduleFills(SimulatedOrder order, IReadOnlyList<ScriptedFill> fills, DateTimeOffset now)
    {
        var quantities = FillPlan.Quantities(fills, order.OrderQty);
        for (var i = 0; i < fills.Count; i++)
        {
            var (qty, fill) = (quantities[i], fills[i]);
            if (qty == 0)
            {
                // A part of a small order may come to nothing, and no venue trades nothing.
                continue;
            }

            agenda.At(now + (fill.After ?? TimeSpan.Zero), at =>
            {
                if (order.IsOpen || !fill.WhileOpen)
                {
                    ScheduleChanges(order, Trade(order, qty, fill.Px, at), fill, at);
                }
            });
        }
    }

    /// <summary>Takes a trade back, whatever the order's state.</summary>
    public void Bust(SimulatedOrder order, StandingTrade trade, string? reason, DateTimeOffset now) => Restate(order, () => Ledger.Bust(order, trade, reason, now), now);

    /// <summary>Gives a trade another quantity and price, whatever the order's state.</summary>
    public void Correct(SimulatedOrder order, StandingTrade trade, decimal qty, decimal px, string? reason, DateTimeOffset now) =>
        Restate(order, () => Ledger.Correct(order, trade, qty, px, reason, now), now);

    /// <summary>Trades a quantity of an order, whatever its state and the quotes.</summary>
    public StandingTrade Trade(SimulatedOrder order, decimal qty, decimal? px, DateTimeOffset now)
    {
        var market = Markets.Of(order.Symbol);
        Meet(market, now);
        var price = px ?? order.Price ?? market.Quote(now)?.Touch(order.Side)
            ?? throw new ScriptException($"{order.ClOrdId}: {order.Symbol} has no quote, so its execution needs a px");
        var trade = Ledger.Trade(order, qty, price, now, now);
        Changed(order, now);
        return trade;
    }

    /// <summary>Puts an order to work once its market is open; one that cannot wait is canceled then.</summary>
    public void Work(SimulatedOrder order, DateTimeOffset now)
    {
        if (!OrderStatuses.AwaitsWork(order.Status))
        {
            return;
        }

        var isOpen = Outside.IsOpenFor(order, now);
        if (!isOpen && order.TimeInForce is not (TimeInForce.Ioc or TimeInForce.Fok))
        {
            if (Outside.OpensFor(order, now) is { } opens)
            {
                agenda.Do(opens, at => Work(order, at), now);
            }

            return;
        }

        Ledger.Become(order, order.State with { Status = OrderStatuses.Working(order.CumQty) }, EventKind.New, now);
        if (!isOpen)
        {
            Close(order, OrderStatuses.Canceled, now, "the market is closed");
        }
        else if (order.IsScripted)
        {
            if (order.ExpiresAt is { } expiry)
            {
                agenda.Do(expiry, at => Close(order, OrderStatuses.Expired, at), now);
            }
        }
        else if (order.TimeInForce == TimeInForce.Cls)
        {
            Outside.AwaitClose(order, now);
        }
        else if (order.TimeInForce == TimeInForce.ExtendedHours)
        {
            Outside.Meet(order, now);
        }
        else
        {
            Rest(order, now);
        }
    }

    /// <summary>Lets an order meet the market's quote, and rests what is left of it.</summary>
    public void Rest(SimulatedOrder order, DateTimeOffset now)
    {
        if (order.IsOpen)
        {
            var market = Markets.Of(order.Symbol);
            market.Arrive(order.ToResting(), now);
            Meet(market, now);
        }
    }

    /// <summary>Brings an order to its end, unless it has come to one already.</summary>
    public void Close(SimulatedOrder order, string status, DateTimeOffset now, string? reason = null)
    {
        Meet(Markets.Of(order.Symbol), now);
        if (order.IsOpen)
        {
            var (state, kind) = Ends.Of(order.State, status, now);
            Ledger.Become(order, state, kind, now, reason);
            Changed(order, now);
        }
    }

    /// <summary>Splits a symbol: as many times the shares, at as many times less the price.</summary>
    public void Split(string symbol, decimal ratio, DateTimeOffset now)
    {
        var market = Markets.Of(symbol);
        Meet(market, now);
        market.SplitPrices(ratio, now);
        Account.Of(symbol).Split(ratio);
        foreach (var order in Orders.All.Where(order => order.Symbol == symbol))
        {
            order.Split(ratio);
        }

        foreach (var order in Orders.OpenOf(symbol, Side.Buy).Concat(Orders.OpenOf(symbol, Side.Sell)).ToList())
        {
            Ledger.Become(order, order.State.Split(ratio), EventKind.Restated, now, "CORPORATE_ACTION");
            Changed(order, now);
        }
    }

    /// <summary>Keeps the market in step with an order that changed otherwise than by quotes.</summary>
    public void Changed(SimulatedOrder order, DateTimeOffset now)
    {
        var market = Markets.Of(order.Symbol);
        market.Change(order);
        Meet(market, now);
    }

    /// <summary>Brings a market up to now, books what happened in it, and sees to it that it is woken in time.</summary>
    public void Meet(Market market, DateTimeOffset now)
    {
        market.Advance(now);
        foreach (var what in market.TakeEvents())
        {
            Book(Orders[what.Happened.Seq], what, now);
        }

        if (market.Agree(now) is { } wake)
        {
            agenda.At(wake, at => Wake(market, wake, at));
        }
    }

    private void ScheduleChanges(SimulatedOrder order, StandingTrade trade, ScriptedFill fill, DateTimeOffset now)
    {
        if (fill is { CorrectAfter: { } correctAfter, CorrectedPx: { } px })
        {
            agenda.At(now + correctAfter, at =>
            {
                if (trade.Qty > 0)
                {
                    Correct(order, trade, trade.Qty, px, null, at);
                }
            });
        }

        if (fill.BustAfter is { } bustAfter)
        {
            agenda.At(now + bustAfter, at => Bust(order, trade, null, at));
        }
    }

    private void Restate(SimulatedOrder order, Action restate, DateTimeOffset now)
    {
        var wasOpen = order.IsOpen;
        restate();
        Changed(order, now);
        if (order.IsOpen && !wasOpen && order.ExpiresAt is { } expiry)
        {
            // Its market has let go of it, so nobody else would end it.
            agenda.Do(expiry, at => Close(order, OrderStatuses.Expired, at), now);
        }
    }

    private void Wake(Market market, DateTimeOffset agreed, DateTimeOffset now)
    {
        // A wake-up that was replaced by an earlier one has nothing to do.
        if (market.Wake(agreed))
        {
            Meet(market, now);
        }
    }

    private void Book(SimulatedOrder order, BookEvent what, DateTimeOffset now)
    {
        switch (what.Happened)
        {
            case MatchEvent.Filled fill:
                Ledger.Trade(order, fill.Qty, fill.Px, what.At, now);
                break;
            case MatchEvent.Triggered:
                order.Triggered = true;
                break;
            case MatchEvent.Canceled cancel:
                var (canceled, canceledKind) = Ends.Of(order.State, OrderStatuses.Canceled, what.At);
                Ledger.Become(order, canceled, canceledKind, what.At, cancel.Text);
                break;
            case MatchEvent.Expired:
                var (expired, expiredKind) = Ends.Of(order.State, OrderStatuses.Expired, what.At);
                Ledger.Become(order, expired, expiredKind, what.At);
                break;
            case var other:
                throw new InvalidOperationException($"Nobody books {other}.");
        }
    }
}
