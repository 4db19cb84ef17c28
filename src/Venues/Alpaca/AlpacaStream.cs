using System.Text.Json;
using Microsoft.Extensions.Logging;
using Pipeline.Venues.Kit;

namespace Pipeline.Venues.Alpaca;

/// <summary>The stream of trade updates: authenticate, listen, and one event a frame. Alpaca keeps one stream a key.</summary>
/// <param name="credentials">The API key.</param>
/// <param name="buffer">Where its news go.</param>
/// <param name="reader">Reads them.</param>
/// <param name="fields">Told of fields that nobody knows.</param>
/// <param name="logger">Told of what nobody understands.</param>
internal sealed class AlpacaStream(AlpacaCredentials credentials, ReportBuffer buffer, NewsReader reader, UnknownFields fields, ILogger logger) : IStreamTalk
{
    private static readonly byte[] Listen = JsonSerializer.SerializeToUtf8Bytes(
        new StreamRequest("listen", new StreamRequestData(Streams: [AlpacaMessages.TradeUpdates])), AlpacaJson.Default.StreamRequest);

    public string Name => "trade updates";

    public async Task GreetAsync(IVenueSocket socket, CancellationToken cancellationToken)
    {
        await socket.SendAsync(Authenticate(), cancellationToken).ConfigureAwait(false);
        await AwaitAsync(socket, "authorization", IsAuthorized, cancellationToken).ConfigureAwait(false);
        await socket.SendAsync(Listen, cancellationToken).ConfigureAwait(false);
        await AwaitAsync(socket, "listening", IsListening, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>A request to listen is answered, whether one listens already or not.</summary>
    public ValueTask AskAsync(IVenueSocket socket, CancellationToken cancellationToken) => socket.SendAsync(Listen, cancellationToken);

    public void Lost() => Metrics.CountStreamLost();

    public void Take(ReadOnlyMemory<byte> message)
    {
        try
        {
            if (AlpacaMessages.UpdateOf(message) is not { } update)
            {
                return;
            }

            fields.Note("update", update.More);
            fields.Note("order", update.Order?.More);
            if (update.Order is { } order && OrderReader.IsOfLegs(order))
            {
                return;
            }

            buffer.Hear(reader.OfUpdate(update));
            if (AlpacaWords.ToExecType(update.Event) is null || AlpacaWords.ToOrdStatus(update.Order?.Status) is null)
            {
                NotUnderstood("event", $"event {update.Event}, status {update.Order?.Status}");
            }
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException)
        {
            NotUnderstood("frame", e.Message);
        }
    }

    private async Task AwaitAsync(
        IVenueSocket socket, string stream, Func<JsonElement, bool> isWanted, CancellationToken cancellationToken)
    {
        while (await socket.ReceiveAsync(cancellationToken).ConfigureAwait(false) is { } message)
        {
            var frame = JsonSerializer.Deserialize(message.Span, AlpacaJson.Default.StreamFrame);
            if (frame?.Stream == stream)
            {
                if (isWanted(frame.Data))
                {
                    return;
                }

                throw new InvalidOperationException($"{stream} was refused");
            }

            Take(message);
        }

        throw new InvalidOperationException($"closed by the venue before {stream}");
    }

    // Nothing is lost by not understanding: the lists will tell what became of the order.
    private void NotUnderstood(string where, string what)
    {
        Metrics.CountUnknown(where);
        logger.LogWarning("The stream of trade updates said what nobody understands, so the lists are asked: {What}", Untrusted.Cap(what));
        buffer.RequestLook();
    }

    private byte[] Authenticate() => JsonSerializer.SerializeToUtf8Bytes(
        new StreamRequest("authenticate", new StreamRequestData(credentials.KeyId, credentials.Secret)), AlpacaJson.Default.StreamRequest);

    private static bool IsAuthorized(JsonElement data) =>
        data.ValueKind == JsonValueKind.Object && data.TryGetProperty("status", out var status) && status.ValueEquals("authorized");

    private static bool IsListening(JsonElement data) =>
        data.ValueKind == JsonValueKind.Object
        && data.TryGetProperty("streams", out var streams) && streams.ValueKind == JsonValueKind.Array
        && streams.EnumerateArray().Any(stream => stream.ValueKind == JsonValueKind.String && stream.ValueEquals(AlpacaMessages.TradeUpdates));
}
