using System.Text.Json;
using Microsoft.Extensions.Logging;
using Pipeline.Messages.Fix;
using Pipeline.Venues.Kit;

namespace Pipeline.Venues.Alpaca;

/// <summary>
/// Alpaca's stream of market data: halts, price bands, quotes and trades (<c>statuses</c>, <c>lulds</c>, <c>quotes</c>, <c>trades</c>) of the symbols in use. What was heard
/// holds while the stream is alive. When it breaks, everything is forgotten: a resume may have been missed, and what stops trading stands in the
/// store until its end is said.
/// </summary>
/// <param name="connect">Opens a connection; null where no such stream is configured.</param>
/// <param name="credentials">The API key.</param>
/// <param name="options">How patient it is.</param>
/// <param name="clock">Its time.</param>
/// <param name="logger">Told of what broke.</param>
internal sealed class AlpacaMarketStream(
    Func<CancellationToken, ValueTask<IVenueSocket>>? connect, AlpacaCredentials credentials, AlpacaOptions options, TimeProvider clock, ILogger logger) : IDisposable
{
    private readonly CancellationTokenSource stop = new();
    private readonly MarketBoard board = new();
    private readonly Lock gate = new();
    private readonly SortedSet<string> wanted = new(StringComparer.Ordinal);
    private IVenueSocket? open;
    private DateTimeOffset heardAt;
    private int started;

    // So often a silent stream is asked for a sign of life, so that what was heard does not grow old while it is alive.
    private TimeSpan Patience => options.StreamSilence / 18;

    /// <summary>What was heard so far of symbols and markets, as of the last sign of life. From then on the stream goes on by itself.</summary>
    public MarketNews Take(IReadOnlyCollection<string> symbols)
    {
        if (connect is null || (symbols.Count == 0 && started == 0))
        {
            return MarketNews.None;
        }

        lock (gate)
        {
            // Pairs have neither bands nor halts.
            var before = wanted.Count;
            wanted.UnionWith(symbols.Where(symbol => !AlpacaWords.IsPair(symbol)));
            if (wanted.Count > before && open is not null)
            {
                _ = AskAsync(open);
            }
        }

        if (wanted.Count > 0 && Interlocked.Exchange(ref started, 1) == 0)
        {
            _ = RunAsync();
        }

        lock (gate)
        {
            return board.AsOf(heardAt);
        }
    }

    /// <summary>The newest quotes of those of the symbols of which one was heard; from now on it is told of all of them.</summary>
    public IReadOnlyList<Quote> Quotes(IReadOnlyCollection<string> symbols)
    {
        Take(symbols);
        lock (gate)
        {
            return board.QuotesOf(symbols);
        }
    }

    /// <summary>The last trades of those of the symbols of which one was heard; from now on it is told of all of them.</summary>
    public IReadOnlyList<LastTrade> Trades(IReadOnlyCollection<string> symbols)
    {
        Take(symbols);
        lock (gate)
        {
            return board.TradesOf(symbols);
        }
    }

    public void Dispose() => stop.Cancel();

    private async Task RunAsync()
    {
        for (var failures = 1; !stop.IsCancellationRequested; failures++)
        {
            var began = clock.GetTimestamp();
            var why = await ListenOnceAsync().ConfigureAwait(false);
            failures = clock.GetElapsedTime(began) >= options.StreamSilence ? 1 : failures;
            var pause = Backoff.Pause(options.ReconnectPause, failures, credentials.KeyId);
            logger.LogWarning("The stream of market data is lost ({Reason}); the next attempt is in {Pause}", why, pause);
            await Task.Delay(pause, clock, stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>One connection from its beginning to its end. Returns why it ended.</summary>
    private async Task<string> ListenOnceAsync()
    {
        using var alive = CancellationTokenSource.CreateLinkedTokenSource(stop.Token);
        try
        {
            using var socket = await OpenAsync(alive.Token).ConfigureAwait(false);
            await using var watch = clock.CreateTimer(_ => Watch(socket, alive), null, Patience, Patience).ConfigureAwait(false);
            while (await socket.ReceiveAsync(alive.Token).ConfigureAwait(false) is { } frame)
            {
                Hear(frame);
            }

            return "closed by the venue";
        }
        catch (OperationCanceledException)
        {
            return "no answer in time";
        }
        catch (Exception e)
        {
            return Untrusted.Cap(e.Message);
        }
        finally
        {
            lock (gate)
            {
                open = null;
                board.Forget();
            }
        }
    }

    private async Task<IVenueSocket> OpenAsync(CancellationToken alive)
    {
        using var limit = new CancellationTokenSource(options.RequestTimeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, alive);
        var socket = await connect!(either.Token).ConfigureAwait(false);
        try
        {
            await socket.SendAsync(
                JsonSerializer.SerializeToUtf8Bytes(new MarketRequest("auth", credentials.KeyId, credentials.Secret), AlpacaJson.Default.MarketRequest), either.Token).ConfigureAwait(false);
            await AwaitAsync(socket, "authenticated", either.Token).ConfigureAwait(false);
            await AskAsync(socket).ConfigureAwait(false);
            socket.Greeted();
            lock (gate)
            {
                open = socket;
            }

            logger.LogInformation("The stream of market data is up");
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static async Task AwaitAsync(IVenueSocket socket, string message, CancellationToken cancellationToken)
    {
        while (await socket.ReceiveAsync(cancellationToken).ConfigureAwait(false) is { } frame)
        {
            foreach (var item in MarketReader.Read(frame))
            {
                if (item is { Type: "success", Message: var said } && said == message)
                {
                    return;
                }

                if (item.Type == "error")
                {
                    throw new InvalidOperationException($"{item.Code} {item.Message}");
                }
            }
        }

        throw new InvalidOperationException($"closed by the venue before {message}");
    }

    // The answer to a subscription is a sign of life, and what is subscribed to already stays so.
    private async Task AskAsync(IVenueSocket socket)
    {
        string[] symbols;
        lock (gate)
        {
            symbols = [.. wanted];
        }

        await socket.SendAsync(
            JsonSerializer.SerializeToUtf8Bytes(new MarketRequest("subscribe", Statuses: symbols, Lulds: symbols, Quotes: symbols, Trades: symbols), AlpacaJson.Default.MarketRequest), stop.Token).ConfigureAwait(false);
    }

    private void Watch(IVenueSocket socket, CancellationTokenSource alive)
    {
        if (clock.GetUtcNow() - heardAt >= options.StreamSilence && heardAt != default)
        {
            End(alive);
            return;
        }

        _ = AskOrEndAsync(socket, alive);
    }

    private async Task AskOrEndAsync(IVenueSocket socket, CancellationTokenSource alive)
    {
        try
        {
            await AskAsync(socket).ConfigureAwait(false);
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

    private void Hear(ReadOnlyMemory<byte> frame)
    {
        try
        {
            var items = MarketReader.Read(frame);
            lock (gate)
            {
                heardAt = clock.GetUtcNow();
                foreach (var item in items)
                {
                    board.Hear(item);
                }
            }
        }
        catch (Exception e) when (e is JsonException or FormatException)
        {
            Metrics.CountUnknown("frame");
            logger.LogWarning("The stream of market data said what nobody understands: {What}", Untrusted.Cap(e.Message));
        }
    }
}
