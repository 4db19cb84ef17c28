using System.Text.Json;
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

    /// <summary>Everything that a message tells of the pairs that are traded.</summary>
    public IReadOnlyList<object> Read(ReadOnlyMemory<byte> message) => ReportOf(FrameOf(message)) is { } said && pairs.OfVenue(said.Symbol ?? "") is not null
        ? [.. events.NewsOf(said).Select(news => (object?)news.Report ?? news.Fee!)]
        : [];
}
