using System.Text.Json;
using Pipeline.Messages.Fix;
using Pipeline.Venues.Kit;

namespace Pipeline.Venues.Alpaca;

/// <summary>Reads one message of either of Alpaca's streams: trade updates are objects, market data comes in lists. Pure.</summary>
internal static class AlpacaMessages
{
    public const string TradeUpdates = "trade_updates";

    /// <summary>An update of an order; null where the frame is of another kind.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    /// <exception cref="JsonException">It is no JSON.</exception>
    public static TradeUpdateDocument? UpdateOf(ReadOnlyMemory<byte> message)
    {
        var frame = JsonSerializer.Deserialize(message.Span, AlpacaJson.Default.StreamFrame) ?? throw new FormatException("the frame is null");
        return frame.Stream == TradeUpdates ? frame.Data.Deserialize(AlpacaJson.Default.TradeUpdateDocument) ?? throw new FormatException("data is null") : null;
    }

    /// <summary>Everything that a message tells.</summary>
    public static IReadOnlyList<object> Read(ReadOnlyMemory<byte> message, NewsReader reader) => message.Span.TrimStart(" \t\r\n"u8) is [(byte)'[', ..]
        ? [.. MarketReader.Read(message).SelectMany(OfMarket)]
        : UpdateOf(message) is { } update ? [reader.OfUpdate(update).Report!] : [];

    private static IEnumerable<object> OfMarket(MarketDocument item) => item.Type switch
    {
        "s" => new object?[] { MarketReader.StatusOf(item), MarketReader.BreakerOf(item) }.OfType<object>(),
        "l" => MarketReader.BandOf(item) is { } band ? [band] : [],
        "q" => [MarketReader.QuoteOf(item)],
        "t" => [MarketReader.TradeOf(item)],
        _ => [],
    };
}
