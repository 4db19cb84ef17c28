using System.Text.Json;
using Pipeline.Messages.Fix;
using Pipeline.Venues.Kit;

namespace Pipeline.Venues.Alpaca;

/// <summary>
/// Messages of the stream of market data in FIX's words. Status and reason codes are those of the processors of the tapes, as
/// https://docs.alpaca.markets/docs/real-time-stock-pricing-data lists them: CTA for tapes A and B, UTP for C and O; no code means two things.
/// </summary>
internal static class MarketReader
{
    /// <summary>Status codes that say nothing of whether the symbol trades: indications, imbalances, short sale restriction, a band.</summary>
    private static readonly HashSet<string> Remarks = ["5", "6", "7", "8", "9", "A", "C", "D", "E", "F"];

    /// <exception cref="JsonException">It is no list of messages.</exception>
    public static IReadOnlyList<MarketDocument> Read(ReadOnlyMemory<byte> frame) =>
        JsonSerializer.Deserialize(frame.Span, AlpacaJson.Default.ListMarketDocument) ?? throw new JsonException("the frame is null");

    /// <summary>Whether the symbol trades; null for a message that says nothing of it. What nobody knows is unknown.</summary>
    public static SecurityStatus? StatusOf(MarketDocument item)
    {
        if (item.Symbol is not { Length: > 0 } symbol || item.StatusCode is not { Length: > 0 } code)
        {
            throw new FormatException("a status without symbol or code");
        }

        // Quotes that begin again come minutes before trades do.
        SecurityTradingStatus? status = code switch
        {
            "2" or "H" or "P" or "Q" => SecurityTradingStatus.TradingHalt,
            "3" or "T" => SecurityTradingStatus.Resume,
            _ when Remarks.Contains(code) => null,
            _ => SecurityTradingStatus.UnknownOrInvalid,
        };
        return status is { } known ? new SecurityStatus(symbol, known, default, Untrusted.Cap($"{code} {item.StatusMessage}, {item.ReasonCode} {item.ReasonMessage}")) : null;
    }

    /// <summary>The level of the market-wide breaker that a status tells of: 1 to 3; 0 for its end; null for any other.</summary>
    public static int? BreakerOf(MarketDocument item) => (item.StatusCode, item.ReasonCode) switch
    {
        (_, "MWC1") or ("2", "1") => 1,
        (_, "MWC2") or ("2", "2") => 2,
        (_, "MWC3" or "MWC0") or ("2", "3") => 3,
        ("T", "MWCQ") or ("3", "1" or "2" or "3") => 0,
        _ => null,
    };

    /// <summary>A quote; a side at a price of 0 is a side without one.</summary>
    /// <exception cref="FormatException">It lacks its symbol or its time.</exception>
    public static Quote QuoteOf(MarketDocument item) => item is { Symbol: { Length: > 0 } symbol, At: { } at }
        ? new Quote(symbol, at.ToUniversalTime(), item.BidPrice > 0 ? item.BidPrice : null, item.BidSize ?? 0, item.AskPrice > 0 ? item.AskPrice : null, item.AskSize ?? 0)
        : throw new FormatException("a quote without symbol or time");

    /// <summary>A trade of anybody's.</summary>
    /// <exception cref="FormatException">It lacks its symbol, its time or its price.</exception>
    public static LastTrade TradeOf(MarketDocument item) => item is { Symbol: { Length: > 0 } symbol, At: { } at, Price: { } price }
        ? new LastTrade(symbol, at.ToUniversalTime(), price, item.Size ?? 0)
        : throw new FormatException("a trade without symbol, time or price");

    /// <summary>The band; null where it is suspended, as during a halt (indicator D).</summary>
    public static PriceBand? BandOf(MarketDocument item) =>
        item.Symbol is not { Length: > 0 } symbol ? throw new FormatException("a band without symbol")
        : IsSuspended(item.Indicator) || item.LimitUp is not > 0 || item.LimitDown is not > 0 ? null
        : new PriceBand(symbol, item.LimitDown.Value, item.LimitUp.Value, default);

    // Of a trade the same field is its id, a number.
    private static bool IsSuspended(JsonElement? indicator) => indicator is { ValueKind: JsonValueKind.String } word && word.ValueEquals("D");
}
