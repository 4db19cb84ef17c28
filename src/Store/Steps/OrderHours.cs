using Pipeline.Store.Tables;
using Pipeline.Trading.Orders;
using Pipeline.Trading.Sessions;
using Pipeline.Trading.Sessions.Status;

namespace Pipeline.Store.Steps;

/// <summary>What the market's hours, and what is known of its halts and bands, mean for an order now.</summary>
public static class OrderHours
{
    /// <exception cref="FactsUnavailableException">
    /// Something that must be known is not, or was said too long ago: then the market counts as closed, and the message waits until it is.
    /// </exception>
    public static OrderSession Of(StoreSession session, SessionOptions options, SessionCalendars calendars, Order order, DateTimeOffset now) =>
        Look(session, options, calendars, order, now) is var (hours, missing) && missing is null ? hours : throw new FactsUnavailableException(SymbolTrading.FactUnknown, missing!) { IsOfSymbol = true };

    /// <summary>The same, with what is not known and must be; null where nothing is missing.</summary>
    public static (OrderSession Hours, string? Missing) Look(
        StoreSession session, SessionOptions options, SessionCalendars calendars, Order order, DateTimeOffset now)
    {
        var hours = options.SessionOf(calendars, order, now);
        if (now >= order.ValidUntil || !SymbolTrading.Matters(hours))
        {
            return (hours, null);
        }

        var market = calendars.For(order.Symbol).Market;
        var ask = new OrderAsk(order.Side, order.Terms.LimitPrice, order.Terms.TimeInForce);
        var enough = new KnownEnough(input => options.Requires(market, input), options.OldestStatus);
        var (found, missing) = SymbolTrading.Of(hours, ask, FactsOf(session, order.Venue, order.Symbol, market, options.OldestStatus, now), enough, now);
        return (found, missing is null ? null : $"{missing}, symbol={order.Symbol}, market={market}, venue={order.Venue}");
    }

    /// <summary>Whether a symbol is halted, by what is known of it and of its market. No quote changes a pause that is on.</summary>
    public static bool IsHalted(StoreSession session, SessionCalendars calendars, string venue, string symbol, DateTimeOffset now) => SymbolTrading.IsHalted(
        new TradingFacts
        {
            Symbol = SecurityStatusTable.Of(session, venue, symbol),
            Market = MarketStatusTable.Of(session, calendars.For(symbol).Market),
            LimitState = PriceBandTable.Find(session, venue, symbol)?.LimitState,
        },
        now);

    /// <summary>What is known of a symbol. Its limit state is as of its newest quote, also where nobody has followed it so far.</summary>
    public static TradingFacts FactsOf(StoreSession session, string venue, string symbol, string market, TimeSpan oldest, DateTimeOffset now)
    {
        var facts = new TradingFacts { Symbol = SecurityStatusTable.Of(session, venue, symbol), Market = MarketStatusTable.Of(session, market) };
        if (PriceBandTable.Find(session, venue, symbol) is not var (band, state))
        {
            return facts;
        }

        var quote = QuoteTable.Latest(session, venue, symbol);
        return facts with
        {
            Band = band,
            LimitState = quote is not null && (now - quote.At).Duration() <= oldest && band.IsInForce(oldest, now)
                ? LimitUpLimitDown.After(band, state, quote, now)
                : state,
        };
    }
}
