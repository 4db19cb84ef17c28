using Pipeline.Messages.Fix;
using Pipeline.Trading.Sessions;

namespace Pipeline.Simulation.VenueSimulator;

/// <summary>
/// What trades outside the core session: an order for extended hours meets the quote once a minute before the open and after the close, and at once when
/// one is stated; in between it rests with the others. An order for the closing auction meets the session's last quote.
/// </summary>
internal sealed class OutsideHours(Exchange exchange, Agenda agenda)
{
    private static readonly TimeSpan MeetEvery = TimeSpan.FromMinutes(1);

    /// <summary>Whether an order may trade now.</summary>
    public bool IsOpenFor(SimulatedOrder order, DateTimeOffset now) =>
        exchange.Markets.Of(order.Symbol).IsOpen(now) || (order.TimeInForce == TimeInForce.ExtendedHours && IsExtended(order.Symbol, now));

    /// <summary>When an order may trade that may not now; null where nobody knows.</summary>
    public DateTimeOffset? OpensFor(SimulatedOrder order, DateTimeOffset now)
    {
        var calendar = exchange.Calendars.For(order.Symbol);
        return order.TimeInForce == TimeInForce.ExtendedHours && calendar.NotOverAt(now) is { Extended.Open: var opens } && opens > now
            ? opens
            : (calendar.At(now) as SessionStatus.Closed)?.NextOpen;
    }

    /// <summary>Has an order for the closing auction wait for it.</summary>
    public void AwaitClose(SimulatedOrder order, DateTimeOffset now) => agenda.Do(CloseOf(order, now).AddTicks(-1), at => exchange.Rest(order, at), now);

    /// <summary>Has an order for extended hours trade until it is over.</summary>
    public void Meet(SimulatedOrder order, DateTimeOffset now)
    {
        if (!order.IsOpen)
        {
            return;
        }

        if (now >= order.ExpiresAt)
        {
            exchange.Close(order, OrderStatuses.Expired, now);
        }
        else if (exchange.Markets.Of(order.Symbol).IsOpen(now))
        {
            exchange.Rest(order, now);
            agenda.Do(CloseOf(order, now), at => Meet(order, at), now);
        }
        else
        {
            Touch(order, now);
            DateTimeOffset?[] next = [now + MeetEvery, OpensFor(order, now), order.ExpiresAt];
            agenda.Do(next.Min()!.Value, at => Meet(order, at), now);
        }
    }

    /// <summary>A quote was stated: outside the core session the orders for extended hours alone meet it.</summary>
    public void Stated(string symbol, DateTimeOffset now)
    {
        if (!exchange.Markets.Of(symbol).IsOpen(now) && IsExtended(symbol, now))
        {
            foreach (var order in exchange.Orders.OpenOf(symbol, Side.Buy).Concat(exchange.Orders.OpenOf(symbol, Side.Sell)).Where(order => order.TimeInForce == TimeInForce.ExtendedHours).ToList())
            {
                Touch(order, now);
            }
        }
    }

    private bool IsExtended(string symbol, DateTimeOffset now) =>
        exchange.Calendars.For(symbol).NotOverAt(now)?.Extended is { } extended && extended.Open <= now && now < extended.Close;

    private DateTimeOffset CloseOf(SimulatedOrder order, DateTimeOffset now) =>
        exchange.Calendars.For(order.Symbol).At(now) is SessionStatus.Open open ? open.Session.Close : now;

    private void Touch(SimulatedOrder order, DateTimeOffset now)
    {
        var market = exchange.Markets.Of(order.Symbol);
        if (market.IsHalted || order.IsScripted || OrderStatuses.AwaitsWork(order.Status) || market.Quote(now) is not { } quote)
        {
            return;
        }

        var (px, size) = order.Side == Side.Buy ? (quote.Ask, quote.AskSize) : (quote.Bid, quote.BidSize);
        if (px is { } touch && size > 0 && (order.Side == Side.Buy ? touch <= order.Price : touch >= order.Price))
        {
            exchange.Trade(order, Math.Min(order.LeavesQty, size), touch, now);
        }
    }
}
