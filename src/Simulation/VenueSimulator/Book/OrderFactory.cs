using Pipeline.Messages.Fix;
using Pipeline.Trading.Sessions;

namespace Pipeline.Simulation.VenueSimulator;

/// <summary>Makes orders of their terms.</summary>
internal sealed class OrderFactory(Ids ids, SessionCalendars calendars, Markets markets, Account account)
{
    /// <summary>An order as it is before it is taken.</summary>
    public SimulatedOrder Create(long seq, NewOrder terms, DateTimeOffset now)
    {
        var market = markets.Of(terms.Symbol);
        var state = new OrderState
        {
            Status = market.IsOpen(now) ? OrderStatuses.PendingNew : OrderStatuses.Accepted,
            OrderQty = terms.Qty,
            Price = terms.Price,
            StopPx = terms.StopPx,
            CumQty = terms.Replaces?.CumQty ?? 0,
            Value = terms.Replaces?.State.Value ?? 0,
            UpdatedAt = now,
        };
        return new SimulatedOrder(state)
        {
            Seq = seq,
            OrderId = ids.Order(seq, terms.Symbol),
            ClOrdId = terms.ClOrdId ?? ids.Client(seq),
            Symbol = terms.Symbol,
            Side = terms.Side,
            OrdType = terms.OrdType,
            TimeInForce = terms.TimeInForce,
            CreatedAt = now,
            IsExternal = terms.IsExternal,
            Replaces = terms.Replaces?.OrderId,
            ExpiresAt = terms.TimeInForce switch
            {
                TimeInForce.Day => calendars.CloseFor(terms.Symbol, now)?.ToUniversalTime(),
                TimeInForce.ExtendedHours => calendars.For(terms.Symbol).NotOverAt(now)?.End,
                _ => null,
            },
            HoldPx = HeldBack.Px(terms, market.Quote(now), account.Of(terms.Symbol)),
            Triggered = terms.Replaces?.Triggered ?? false,
        };
    }
}
