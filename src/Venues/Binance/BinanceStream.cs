using System.Text.Json;
using Microsoft.Extensions.Logging;
using Pipeline.Metering;
using Pipeline.Venues.Kit;

namespace Pipeline.Venues.Binance;

/// <summary>
/// The user data stream: a signed subscription over the WebSocket API, then one event a message. The API answers a ping, which tells a silent
/// stream from a dead one.
/// </summary>
/// <remarks>Source: web-socket-api.md, User Data Stream requests; user-data-stream.md.</remarks>
internal sealed class BinanceStream(
    BinanceCredentials credentials, ServerClock time, BinanceOptions options, ReportBuffer buffer, EventReader reader, Pairs pairs, UnknownFields fields, ILogger logger)
    : IStreamTalk
{
    private const string Subscribe = "subscribe";
    private const int Success = 200;

    private static readonly byte[] Ping = JsonSerializer.SerializeToUtf8Bytes(new StreamRequest("ping", "ping"), BinanceJson.Default.StreamRequest);

    public string Name => "user data";

    public async Task GreetAsync(IVenueSocket socket, CancellationToken cancellationToken)
    {
        var now = (await time.NowAsync(cancellationToken).ConfigureAwait(false)).Require("Binance does not state its time");
        await socket.SendAsync(Subscription(now), cancellationToken).ConfigureAwait(false);
        while (await socket.ReceiveAsync(cancellationToken).ConfigureAwait(false) is { } message)
        {
            if (JsonSerializer.Deserialize(message.Span, BinanceJson.Default.StreamFrame) is not { Id: Subscribe } answer)
            {
                Take(message);
                continue;
            }

            if (answer.Status == Success)
            {
                return;
            }

            if (Refusals.IsOfCredentials(answer.Error?.Code))
            {
                VenueMeters.CountCredentialsRefused(OrderReader.Venue);
            }

            // Refused for its time, perhaps: then the next attempt measures it first.
            time.Doubt();
            throw new InvalidOperationException($"the subscription was refused: {answer.Error?.Code} {answer.Error?.Msg}");
        }

        throw new InvalidOperationException("closed by the venue before the subscription");
    }

    public ValueTask AskAsync(IVenueSocket socket, CancellationToken cancellationToken) => socket.SendAsync(Ping, cancellationToken);

    public void Lost() => Metrics.CountStreamLost();

    public void Take(ReadOnlyMemory<byte> message)
    {
        string? type;
        try
        {
            type = Take(BinanceMessages.FrameOf(message));
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException)
        {
            NotUnderstood("frame", e.Message);
            return;
        }

        if (type is "eventStreamTerminated" or "serverShutdown")
        {
            throw new InvalidOperationException($"the venue says {type}");
        }
    }

    private string? Take(StreamFrame frame)
    {
        var type = BinanceMessages.TypeOf(frame);
        if (BinanceMessages.ReportOf(frame) is { } said)
        {
            Hear(said);
        }
        else if (type is not (null or "outboundAccountPosition" or "balanceUpdate" or "listStatus" or "externalLockUpdate" or "eventStreamTerminated" or "serverShutdown"))
        {
            NotUnderstood("event", $"event {type}");
        }

        return type;
    }

    private void Hear(ExecutionReportDocument said)
    {
        fields.Note("executionReport", said.More);
        if (said.Symbol is { Length: > 0 } symbol && pairs.OfVenue(symbol) is null)
        {
            Metrics.CountUnknown("symbol");
            logger.LogWarning("Somebody trades {Symbol} on the account, which is none of the pairs that are traded: not followed", Untrusted.Cap(symbol));
            return;
        }

        foreach (var news in reader.NewsOf(said))
        {
            buffer.Hear(news);
        }

        if (!EventReader.IsUnderstood(said))
        {
            NotUnderstood("event", $"event {said.ExecType}, status {said.Status}");
        }
    }

    // Nothing is lost by not understanding: the lists will tell what became of the order.
    private void NotUnderstood(string where, string what)
    {
        Metrics.CountUnknown(where);
        logger.LogWarning("The user data stream said what nobody understands, so the lists are asked: {What}", Untrusted.Cap(what));
        buffer.RequestLook();
    }

    // Signed over its parameters in the order of their names.
    private byte[] Subscription(DateTimeOffset now)
    {
        var (window, timestamp) = ((long)options.RecvWindow.TotalMilliseconds, now.ToUnixTimeMilliseconds());
        var payload = $"apiKey={credentials.KeyId}&recvWindow={window}&timestamp={timestamp}";
        return JsonSerializer.SerializeToUtf8Bytes(
            new StreamRequest(Subscribe, "userDataStream.subscribe.signature", new SubscribeParams(credentials.KeyId, window, timestamp, credentials.Sign(payload))),
            BinanceJson.Default.StreamRequest);
    }
}
