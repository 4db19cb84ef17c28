using System.Text.Json;

namespace Pipeline.Simulation.VenueSimulator;

/// <summary>The stream of market data: halts, price bands and quotes. It tells what happens from a subscription on, and nothing of before.</summary>
internal sealed class MarketData(Outbox outbox, Func<string?, string?, bool> isKnown)
{
    private readonly List<SimulatedSocket> sockets = [];

    public bool Has(SimulatedSocket socket) => sockets.Contains(socket);

    public void Add(SimulatedSocket socket)
    {
        sockets.Add(socket);
        outbox.Deliver(socket, Success("connected"));
    }

    public void Remove(SimulatedSocket socket) => sockets.Remove(socket);

    /// <summary>Closes every connection.</summary>
    public void Drop()
    {
        sockets.ForEach(outbox.Close);
        sockets.Clear();
    }

    /// <summary>Answers a message. One that can't be read ends the connection.</summary>
    public void Receive(SimulatedSocket socket, ReadOnlyMemory<byte> message)
    {
        try
        {
            using var document = JsonDocument.Parse(message);
            Answer(socket, document.RootElement);
        }
        catch (JsonException)
        {
            Remove(socket);
            outbox.Close(socket);
        }
    }

    /// <summary>Tells whether a symbol trades.</summary>
    public void Tell(TradingStatusAct status, DateTimeOffset now) => Tell(socket => socket.Statuses, status.Symbol, writer =>
    {
        writer.WriteString("T", "s");
        writer.WriteString("S", status.Symbol);
        writer.WriteString("sc", status.Code);
        writer.WriteString("sm", status.Message);
        writer.WriteString("rc", status.ReasonCode);
        writer.WriteString("rm", status.ReasonMessage);
        writer.WriteString("t", JsonText.Time(now));
        writer.WriteString("z", "C");
    });

    /// <summary>Tells between which prices it may.</summary>
    public void Tell(LuldAct band, DateTimeOffset now) => Tell(socket => socket.Lulds, band.Symbol, writer =>
    {
        writer.WriteString("T", "l");
        writer.WriteString("S", band.Symbol);
        writer.WriteNumber("u", band.LimitUp);
        writer.WriteNumber("d", band.LimitDown);
        writer.WriteString("i", band.Indicator);
        writer.WriteString("t", JsonText.Time(now));
        writer.WriteString("z", "C");
    });

    /// <summary>Tells what a symbol is quoted at now.</summary>
    public void Tell(QuoteAct quote, DateTimeOffset now) => Tell(socket => socket.Quotes, quote.Symbol, writer =>
    {
        writer.WriteString("T", "q");
        writer.WriteString("S", quote.Symbol);
        writer.WriteNumber("bp", quote.Bid ?? 0);
        writer.WriteNumber("bs", quote.BidSize);
        writer.WriteNumber("ap", quote.Ask ?? 0);
        writer.WriteNumber("as", quote.AskSize);
        writer.WriteString("t", JsonText.Time(now));
        writer.WriteString("z", "C");
    });

    private void Tell(Func<SimulatedSocket, HashSet<string>> channel, string symbol, Action<Utf8JsonWriter> write)
    {
        foreach (var socket in sockets.Where(socket => socket.IsAuthorized && (channel(socket).Contains(symbol) || channel(socket).Contains("*"))))
        {
            outbox.Deliver(socket, Message(write));
        }
    }

    private void Answer(SimulatedSocket socket, JsonElement message)
    {
        switch (Text(message, "action"))
        {
            case "auth":
                socket.IsAuthorized = isKnown(Text(message, "key"), Text(message, "secret"));
                outbox.Deliver(socket, socket.IsAuthorized ? Success("authenticated") : Error(402, "auth failed"));
                break;
            case "subscribe" when socket.IsAuthorized:
                socket.Statuses.UnionWith(Names(message, "statuses"));
                socket.Lulds.UnionWith(Names(message, "lulds"));
                socket.Quotes.UnionWith(Names(message, "quotes"));
                outbox.Deliver(socket, Subscription(socket));
                break;
            default:
                outbox.Deliver(socket, Error(400, "invalid syntax"));
                break;
        }
    }

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
        foreach (var (channel, symbols) in new[] { ("statuses", socket.Statuses), ("lulds", socket.Lulds), ("quotes", socket.Quotes) })
        {
            writer.WriteStartArray(channel);
            foreach (var symbol in symbols.Order(StringComparer.Ordinal))
            {
                writer.WriteStringValue(symbol);
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
