using System.Text.Json;
using Pipeline.Messages.Fix;
using Pipeline.Venues.Kit;

namespace Pipeline.Venues.Binance;

/// <summary>Reads one message of Binance's streams. Pure.</summary>
internal sealed class BinanceMessages(string account, Pairs pairs)
{
    private readonly EventReader events = new(account, pairs, new TradeReader(account, pairs));

    /// <summary>What happened to an order; null where the message tells of something else.</summary>
    public static ExecutionReportDocument? ReportOf(StreamFrame frame) => TypeOf(frame) == "executionReport"
        ? frame.Event!.Value.Deserialize(BinanceJson.Default.ExecutionReportDocument) ?? throw new FormatException("the event is null")
        : null;

    /// <summary>An event's type; null where the message is no event.</summary>
    public static string? TypeOf(StreamFrame frame) =>
        frame.Event is { ValueKind: JsonValueKind.Object } happened && happened.TryGetProperty("e", out var word) ? word.GetString() : null;

    /// <summary>A message.</summary>
    /// <exception cref="FormatException">It is null.</exception>
    /// <exception cref="JsonException">It is no JSON.</exception>
    public static StreamFrame FrameOf(ReadOnlyMemory<byte> message) =>
        JsonSerializer.Deserialize(message.Span, BinanceJson.Default.StreamFrame) ?? throw new FormatException("the message is null");

    /// <summary>A message of the stream of market data.</summary>
    /// <exception cref="FormatException">It is null.</exception>
    /// <exception cref="JsonException">It is no JSON.</exception>
    public static MarketFrame MarketOf(ReadOnlyMemory<byte> message) =>
        JsonSerializer.Deserialize(message.Span, BinanceJson.Default.MarketFrame) ?? throw new FormatException("the message is null");

    /// <summary>The quote or the trade that it tells of a pair that is traded.</summary>
    /// <param name="frame">The message.</param>
    /// <param name="pairs">The pairs that are traded.</param>
    /// <param name="madeAt">When a quote was made at the earliest, as it bears no time itself.</param>
    /// <exception cref="FormatException">It lacks what it is about.</exception>
    public static IReadOnlyList<object> OfMarket(MarketFrame frame, Pairs pairs, DateTimeOffset madeAt) => frame switch
    {
        { Stream: { } name, Data: { } data } when name.EndsWith("@bookTicker", StringComparison.Ordinal) => pairs.OfVenue(Fields.Required(data.Symbol, "s")) is { } pair
            ? [new Quote(
                pair.Symbol, madeAt, Fields.Price(Fields.Required(data.BidPrice, "b")), Fields.Required(data.BidQty, "B"), Fields.Price(Fields.Required(data.AskPrice, "a")), Fields.Required(data.AskQty, "A"))]
            : [],
        { Stream: { } name, Data: { Type: "trade" } data } when name.EndsWith("@trade", StringComparison.Ordinal) => pairs.OfVenue(Fields.Required(data.Symbol, "s")) is { } pair
            ? [new LastTrade(pair.Symbol, Fields.Time(data.TradeTime, "T"), Fields.Required(data.Price, "p"), Fields.Required(data.Qty, "q"))]
            : [],
        _ => [],
    };

    /// <summary>Everything that a message tells of the pairs that are traded; an answer to a request tells nothing.</summary>
    public IReadOnlyList<object> Read(ReadOnlyMemory<byte> message)
    {
        using var document = JsonDocument.Parse(message);
        var root = document.RootElement;
        return root.ValueKind == JsonValueKind.Object && root.TryGetProperty("stream", out _) ? OfMarket(MarketOf(message), pairs, default)
            : root.ValueKind == JsonValueKind.Object && root.TryGetProperty("event", out _) ? OfUser(FrameOf(message))
            : [];
    }

    private IReadOnlyList<object> OfUser(StreamFrame frame) => ReportOf(frame) is { } said && pairs.OfVenue(said.Symbol ?? "") is not null
        ? [.. events.NewsOf(said).Select(news => (object?)news.Report ?? news.Fee!)]
        : [];
}
