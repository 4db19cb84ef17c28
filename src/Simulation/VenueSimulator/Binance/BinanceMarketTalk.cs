using System.Globalization;
using System.Text.Json;

namespace Pipeline.Simulation.VenueSimulator;

/// <summary>Binance's combined streams of market data: book tickers and trades (web-socket-streams.md).</summary>
internal sealed class BinanceMarketTalk : IMarketTalk
{
    private long updates;
    private long trades;

    public ReadOnlyMemory<byte>? Welcome => null;

    public (IReadOnlyList<string> Topics, ReadOnlyMemory<byte> Message)? Tell(VenueAct act, DateTimeOffset now) => act switch
    {
        { Quote: { } quote } => Of(quote.Symbol, "bookTicker", (writer, symbol) =>
        {
            writer.WriteNumber("u", ++updates);
            writer.WriteString("s", symbol);
            writer.WriteString("b", Amount(quote.Bid ?? 0));
            writer.WriteString("B", Amount(quote.BidSize));
            writer.WriteString("a", Amount(quote.Ask ?? 0));
            writer.WriteString("A", Amount(quote.AskSize));
        }),
        { MarketTrade: { } trade } => Of(trade.Symbol, "trade", (writer, symbol) =>
        {
            writer.WriteString("e", "trade");
            writer.WriteNumber("E", now.ToUnixTimeMilliseconds());
            writer.WriteString("s", symbol);
            writer.WriteNumber("t", ++trades);
            writer.WriteString("p", Amount(trade.Px));
            writer.WriteString("q", Amount(trade.Qty));
            writer.WriteNumber("T", now.ToUnixTimeMilliseconds());
            writer.WriteBoolean("m", value: true);
            writer.WriteBoolean("M", value: true);
        }),
        _ => null,
    };

    public ReadOnlyMemory<byte> Answer(SimulatedSocket socket, IEnumerable<SimulatedSocket> others, JsonElement message)
    {
        if (message.ValueKind != JsonValueKind.Object || !message.TryGetProperty("method", out var method) || !message.TryGetProperty("id", out var id))
        {
            return Error("Invalid request: missing field `method` at line 1 column 1");
        }

        switch (method.GetString())
        {
            case "SUBSCRIBE":
                socket.Topics.UnionWith(Names(message));
                return Result(id, writer => writer.WriteNullValue());
            case "UNSUBSCRIBE":
                socket.Topics.ExceptWith(Names(message));
                return Result(id, writer => writer.WriteNullValue());
            case "LIST_SUBSCRIPTIONS":
                return Result(id, writer =>
                {
                    writer.WriteStartArray();
                    foreach (var topic in socket.Topics.Order(StringComparer.Ordinal))
                    {
                        writer.WriteStringValue(topic);
                    }

                    writer.WriteEndArray();
                });
            default:
                return Error($"Invalid request: unknown variant `{method}`");
        }
    }

    private static (IReadOnlyList<string> Topics, ReadOnlyMemory<byte> Message)? Of(string pair, string stream, Action<Utf8JsonWriter, string> write)
    {
        var symbol = BinanceSymbols.ToVenue(pair);
        var topic = $"{symbol.ToLower(CultureInfo.InvariantCulture)}@{stream}";
        return ([topic], JsonText.Write(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("stream", topic);
            writer.WriteStartObject("data");
            write(writer, symbol);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }));
    }

    private static ReadOnlyMemory<byte> Result(JsonElement id, Action<Utf8JsonWriter> result) => JsonText.Write(writer =>
    {
        writer.WriteStartObject();
        writer.WritePropertyName("result");
        result(writer);
        writer.WritePropertyName("id");
        id.WriteTo(writer);
        writer.WriteEndObject();
    });

    private static ReadOnlyMemory<byte> Error(string message) => JsonText.Write(writer =>
    {
        writer.WriteStartObject();
        writer.WriteNumber("code", 2);
        writer.WriteString("msg", message);
        writer.WriteEndObject();
    });

    private static IEnumerable<string> Names(JsonElement message) => message.TryGetProperty("params", out var names) && names.ValueKind == JsonValueKind.Array
        ? names.EnumerateArray().Where(name => name.ValueKind == JsonValueKind.String).Select(name => name.GetString()!)
        : [];

    private static string Amount(decimal amount) => amount.ToString("0.00000000", CultureInfo.InvariantCulture);
}
