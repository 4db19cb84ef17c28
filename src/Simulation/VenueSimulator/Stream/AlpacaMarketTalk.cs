using System.Text.Json;

namespace Pipeline.Simulation.VenueSimulator;

/// <summary>Alpaca's stream of market data.</summary>
internal sealed class AlpacaMarketTalk(Func<string?, string?, bool> isKnown) : IMarketTalk
{
    private static readonly string[] Channels = ["statuses", "lulds", "quotes", "trades"];

    private long trades;

    public ReadOnlyMemory<byte>? Welcome { get; } = Success("connected");

    public (IReadOnlyList<string> Topics, ReadOnlyMemory<byte> Message)? Tell(VenueAct act, DateTimeOffset now) => act switch
    {
        { TradingStatus: { } status } => Of("statuses", "s", status.Symbol, now, writer =>
        {
            writer.WriteString("sc", status.Code);
            writer.WriteString("sm", status.Message);
            writer.WriteString("rc", status.ReasonCode);
            writer.WriteString("rm", status.ReasonMessage);
        }),
        { Luld: { } band } => Of("lulds", "l", band.Symbol, now, writer =>
        {
            writer.WriteNumber("u", band.LimitUp);
            writer.WriteNumber("d", band.LimitDown);
            writer.WriteString("i", band.Indicator);
        }),
        { Quote: { } quote } => Of("quotes", "q", quote.Symbol, now, writer =>
        {
            writer.WriteNumber("bp", quote.Bid ?? 0);
            writer.WriteNumber("bs", quote.BidSize);
            writer.WriteNumber("ap", quote.Ask ?? 0);
            writer.WriteNumber("as", quote.AskSize);
        }),
        { MarketTrade: { } trade } => Of("trades", "t", trade.Symbol, now, writer =>
        {
            writer.WriteNumber("i", ++trades);
            writer.WriteString("x", "V");
            writer.WriteNumber("p", trade.Px);
            writer.WriteNumber("s", trade.Qty);
        }),
        _ => null,
    };

    public ReadOnlyMemory<byte> Answer(SimulatedSocket socket, IEnumerable<SimulatedSocket> others, JsonElement message)
    {
        switch (Text(message, "action"))
        {
            // One connection an account, in most subscriptions (docs.alpaca.markets, WebSocket stream, Connection limit); the account has the one key here.
            case "auth" when isKnown(Text(message, "key"), Text(message, "secret")) && others.Any(other => other.IsAuthorized):
                return Error(406, "connection limit exceeded");
            case "auth":
                socket.IsAuthorized = isKnown(Text(message, "key"), Text(message, "secret"));
                return socket.IsAuthorized ? Success("authenticated") : Error(402, "auth failed");
            case "subscribe" when socket.IsAuthorized:
                socket.Topics.UnionWith(Channels.SelectMany(channel => Names(message, channel).Select(symbol => Topic(channel, symbol))));
                return Subscription(socket);
            default:
                return Error(400, "invalid syntax");
        }
    }

    private static (IReadOnlyList<string> Topics, ReadOnlyMemory<byte> Message)? Of(string channel, string type, string symbol, DateTimeOffset now, Action<Utf8JsonWriter> write) =>
        ([Topic(channel, symbol), Topic(channel, "*")], Message(writer =>
        {
            writer.WriteString("T", type);
            writer.WriteString("S", symbol);
            write(writer);
            writer.WriteString("t", JsonText.Time(now));
            writer.WriteString("z", "C");
        }));

    private static string Topic(string channel, string symbol) => $"{channel}:{symbol}";

    private static ReadOnlyMemory<byte> Success(string message) => Message(writer =>
    {
        writer.WriteString("T", "success");
        writer.WriteString("msg", message);
    });

    private static ReadOnlyMemory<byte> Error(int code, string message) => Message(writer =>
    {
        writer.WriteString("T", "error");
        writer.WriteNumber("code", code);
        writer.WriteString("msg", message);
    });

    private static ReadOnlyMemory<byte> Subscription(SimulatedSocket socket) => Message(writer =>
    {
        writer.WriteString("T", "subscription");
        foreach (var channel in Channels)
        {
            writer.WriteStartArray(channel);
            foreach (var topic in socket.Topics.Where(topic => topic.StartsWith($"{channel}:", StringComparison.Ordinal)).Order(StringComparer.Ordinal))
            {
                writer.WriteStringValue(topic[(channel.Length + 1)..]);
            }

            writer.WriteEndArray();
        }
    });

    private static ReadOnlyMemory<byte> Message(Action<Utf8JsonWriter> write) => JsonText.Write(writer =>
    {
        writer.WriteStartArray();
        writer.WriteStartObject();
        write(writer);
        writer.WriteEndObject();
        writer.WriteEndArray();
    });

    private static IEnumerable<string> Names(JsonElement message, string channel) =>
        message.TryGetProperty(channel, out var names) && names.ValueKind == JsonValueKind.Array
            ? names.EnumerateArray().Where(name => name.ValueKind == JsonValueKind.String).Select(name => name.GetString()!)
            : [];

    private static string? Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
