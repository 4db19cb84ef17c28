using Microsoft.Extensions.Logging;

namespace Pipeline.Venues.Kit;

/// <summary>
/// Keeps a venue's stream open: connects, greets, listens, and begins again after a pause when it broke. A stream that says nothing is asked to;
/// one that does not answer is dead. When nobody wants the news any more, since another process follows the account now, the stream is left to
/// that one.
/// </summary>
/// <param name="connect">Opens a connection; null where there is none, and the lists tell everything, a little later.</param>
/// <param name="talk">What is said on it.</param>
/// <param name="pace">How patient it is.</param>
/// <param name="who">Spreads the pauses of those who failed together.</param>
/// <param name="clock">Its time.</param>
/// <param name="missed">Told when news may have been missed.</param>
/// <param name="logger">Told of what broke.</param>
/// <param name="askEvery">How often the venue is asked for a sign of life; null asks when it has said nothing for a third of the silence that ends it.</param>
public sealed class VenueStream(
    Func<CancellationToken, ValueTask<IVenueSocket>>? connect, IStreamTalk talk, FeedPace pace, string who, TimeProvider clock, Action missed, ILogger logger, TimeSpan? askEvery = null)
    : IDisposable
{
    private readonly TimeSpan patience = askEvery ?? (pace.StreamSilence / 3);
    private readonly CancellationTokenSource stop = new();
    private int started;
    private int isUp;
    private long wanted;
    private long interruptions;

    /// <summary>How often the stream was lost or has come up. An attempt that fails is neither: nothing was to be heard before it.</summary>
    public long Interruptions => Interlocked.Read(ref interruptions);

    /// <summary>Whether it is up; null where there is none, or nobody wants its news.</summary>
    public bool? IsUp => connect is null || Volatile.Read(ref started) == 0 ? null : Volatile.Read(ref isUp) == 1;

    private bool IsWanted => !stop.IsCancellationRequested && clock.GetElapsedTime(Volatile.Read(ref wanted)) <= pace.StreamSilence;

    /// <summary>Says that news is wanted. From then on the stream goes on by itself, for as long as this is said now and then.</summary>
    public void Want()
    {
        Volatile.Write(ref wanted, clock.GetTimestamp());
        if (connect is not null && Interlocked.Exchange(ref started, 1) == 0)
        {
            _ = RunAsync();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => stop.Cancel();

    private async Task RunAsync()
    {
        try
        {
            for (var failures = 0; IsWanted;)
            {
                var (began, before) = (clock.GetTimestamp(), Interruptions);
                var why = await ListenOnceAsync().ConfigureAwait(false);
                Volatile.Write(ref isUp, 0);
                if (Interruptions > before)
                {
                    Interlocked.Increment(ref interruptions);
                }

                missed();
                failures = clock.GetElapsedTime(began) >= pace.StreamSilence ? 1 : failures + 1;
                var pause = Backoff.Pause(pace.ReconnectPause, failures, who);
                talk.Lost();
                logger.LogWarning("The stream of {Name} is lost ({Reason}); the next attempt is in {Pause}", talk.Name, why, pause);
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
            logger.LogInformation("The stream of {Name} is up", talk.Name);
            Interlocked.Increment(ref interruptions);
            Volatile.Write(ref isUp, 1);
            missed();
            var heard = clock.GetTimestamp();
            using var watch = clock.CreateTimer(
                _ => Watch(socket, clock.GetElapsedTime(Volatile.Read(ref heard)), alive), null, patience, patience);
            while (await socket.ReceiveAsync(alive.Token).ConfigureAwait(false) is { } message)
            {
                Volatile.Write(ref heard, clock.GetTimestamp());
                talk.Take(message);
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

    private async Task<IVenueSocket> OpenAsync(CancellationToken alive)
    {
        using var limit = new CancellationTokenSource(pace.RequestTimeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, alive);
        var socket = await connect!(either.Token).ConfigureAwait(false);
        try
        {
            await talk.GreetAsync(socket, either.Token).ConfigureAwait(false);
            socket.Greeted();
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Asks a silent stream for a sign of life; ends a dead or unwanted one.</summary>
    private void Watch(IVenueSocket socket, TimeSpan silence, CancellationTokenSource alive)
    {
        if (silence >= pace.StreamSilence || !IsWanted)
        {
            End(alive);
        }
        else if (askEvery is not null || silence >= patience)
        {
            _ = AskAsync(socket, alive);
        }
    }

    private async Task AskAsync(IVenueSocket socket, CancellationTokenSource alive)
    {
        try
        {
            await talk.AskAsync(socket, alive.Token).ConfigureAwait(false);
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
}
