using Pipeline.Store.Tables;
using Pipeline.Trading.Orders;
using Pipeline.Trading.Sessions;

namespace Pipeline.Store.Steps;

/// <summary>What the market's hours, and the symbol's own status where the venue is asked for it, mean for an order now.</summary>
public static class OrderHours
{
    /// <exception cref="FactsUnavailableException">
    /// The symbol's status is not known, or too old: then the market counts as closed, and the message waits for a status.
    /// </exception>
    public static OrderSession Of(StoreSession session, SessionOptions options, SessionCalendars calendars, Order order, DateTimeOffset now)
    {
        var hours = options.SessionOf(calendars, order, now);
        if (options.SecurityStatus == SecurityStatusSource.Off || now >= order.ValidUntil || !SecurityHalt.Matters(hours))
        {
            return hours;
        }

        var status = SecurityStatusTable.Find(session, order.Venue, order.Symbol);
        return status is not null && now - status.At <= options.OldestStatus && status.At - now <= options.OldestStatus
            ? SecurityHalt.Apply(hours, status, now)
            : throw new FactsUnavailableException(
                $"Whether {order.Symbol} trades at {order.Venue} is {(status is null ? "not known yet" : $"known of {status.At:O} only")}");
    }
}
