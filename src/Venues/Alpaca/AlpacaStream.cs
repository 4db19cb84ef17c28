using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace Pipeline.Venues.Alpaca;

/// <summary>
/// Keeps the stream of trade updates open: connects, authenticates, listens, and begins again after a pause when it broke. A
/// stream that says nothing is asked to; one that does not answer is dead. Alpaca keeps one stream a key: when nobody wants the
/// news any more, since another process follows the account now, the stream is left to that one.
/// </summary>
/// <param name="connect">Opens a connection.</param>
/// <param name="credentials">The API key.</param>
/// <param name="options">How patient it is.</param>
/// <param name="clock">Its time.</param>
/// <param name="buffer">Where its news go.</param>
/// <param name="reader">Reads them.</param>
/// <param name="logger">Told of what broke.</param>
internal sealed class AlpacaStream(
    Func<CancellationToken, ValueTask<IAlpacaSocket>> connect, AlpacaCredentials credentials, AlpacaOptions options, TimeProvider clock,
    ReportBuffer buffer, NewsReader reader, ILogger logger) : IDisposable
{
    private const string TradeUpdates = "trade_updates";

    private static readonly byte[] Listen = JsonSerializer.SerializeToUtf8Bytes(
        new StreamRequest("listen", new StreamRequestData(Streams: [TradeUpdates])), AlpacaJson.Default.StreamRequest);

    private readonly CancellationTokenSource stop = new();
    private int started;
    private long wanted;
    private long interruptions;

    private bool IsWanted => !stop.IsCancellationRequested && clock.GetElapsedTime(Volatile.Read(ref wanted)) <= options.StreamSilence;

    /// <summary>How often the stream was lost or has come up. An attempt that fails is neither: nothing was to be heard before it.</summary>
    public long Interruptions => Interlocked.Read(ref interruptions);

    /// <summary>Says that news is wanted. From then on the stream goes on by itself, for as long as this is said now and then.</summary>
    public void Want()
    {
        Volatile.Write(ref wanted, clock.GetTimestamp());
        if (Interlocked.Exchange(ref started, 1) == 0)
        {
            _ = RunAsync();
        }
    }

    public void Dispose() => stop.Cancel();

    private async Task RunAsync()
    {
        try
        {
            for (var failures = 0; IsWanted;)
            {
                var (began, before) = (clock.GetTimestamp(), Interruptions);
                var why = await ListenOnceAsync().ConfigureAwait(false);
                if (Interruptions > before)
                {
                    Interlocked.Increment(ref interruptions);
                }

                buffer.Distrust();
                failures = clock.GetElapsedTime(began) >= options.StreamSilence ? 1 : failures + 1;
                var pause = Backoff.Pause(options.ReconnectPause, failures, credentials.KeyId);
                Metrics.CountStreamLost();
                logger.LogWarning("The stream of trade updates is lost ({Reason}); the next attempt is in {Pause}", why, pause);
                await Task.Delay(pause, clock, stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
        finally
        {
            Volatile.Write(ref started, 0);
        }
    }

    /// <summary>One connection from its beginning to its end. Returns why it ended.</summary>
    private async Task<string> ListenOnceAsync()
    {
        using var alive = CancellationTokenSource.CreateLinkedTokenSource(stop.Token);
        try
        {
            using var socket = await OpenAsync(alive.Token).ConfigureAwait(false);
            logger.LogInformation("The stream of trade updates is up");
            Interlocked.Increment(ref interruptions);
            buffer.Distrust();
            var heard = clock.GetTimestamp();
            var patience = options.StreamSilence / 3;
            using var watch = clock.CreateTimer(
                _ => Watch(socket, clock.GetElapsedTime(Volatile.Read(ref heard)), alive), null, patience, patience);
            while (await socket.ReceiveAsync(alive.Token).ConfigureAwait(false) is { } frame)
            {
                Volatile.Write(ref heard, clock.GetTimestamp());
                Take(frame);
            }

            return "closed by the venue";
        }
        catch (OperationCanceledException)
        {
            return IsWanted ? "no answer in time" : "not wanted any more";
        }
        catch (Exception e)
        {
            return Untrusted.Cap(e.Message);
        }
    }

    private async Task<IAlpacaSocket> OpenAsync(CancellationToken alive)
    {
        using var limit = new CancellationTokenSource(options.RequestTimeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, alive);
        var socket = await connect(either.Token).ConfigureAwait(false);
        try
        {
            await socket.SendAsync(Authenticate(), either.Token).ConfigureAwait(false);
            await AwaitAsync(socket, "authorization", IsAuthorized, either.Token).ConfigureAwait(false);
            await socket.SendAsync(Listen, either.Token).ConfigureAwait(false);
            await AwaitAsync(socket, "listening", IsListening, either.Token).ConfigureAwait(false);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private async Task AwaitAsync(
        IAlpacaSocket socket, string stream, Func<JsonElement, bool> isWanted, CancellationToken cancellationToken)
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

    /// <summary>Asks a silent stream for a sign of life, which a request to listen is answered with; ends a dead or unwanted one.</summary>
    private void Watch(IAlpacaSocket socket, TimeSpan silence, CancellationTokenSource alive)
    {
        if (silence >= options.StreamSilence || !IsWanted)
        {
            End(alive);
        }
        else if (silence >= options.StreamSilence / 3)
        {
            _ = AskAsync(socket, alive);
        }
    }

    private static async Task AskAsync(IAlpacaSocket socket, CancellationTokenSource alive)
    {
        try
        {
            await socket.SendAsync(Listen, alive.Token).ConfigureAwait(false);
        }
        catch (Exception)
        {
            // A stream that can't be written to is dead; who reads from it says so.
            End(alive);
        }
    }

    private static void End(CancellationTokenSource alive)
    {
        try
        {
            alive.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The connection ended by itself meanwhile.
        }
    }

    private void Take(ReadOnlyMemory<byte> message)
    {
        try
        {
            var frame = JsonSerializer.Deserialize(message.Span, AlpacaJson.Default.StreamFrame)
                ?? throw new FormatException("the frame is null");
            if (frame.Stream != TradeUpdates)
            {
                return;
            }

            var update = frame.Data.Deserialize(AlpacaJson.Default.TradeUpdateDocument) ?? throw new FormatException("data is null");
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
        && streams.EnumerateArray().Any(stream => stream.ValueKind == JsonValueKind.String && stream.ValueEquals(TradeUpdates));
}
