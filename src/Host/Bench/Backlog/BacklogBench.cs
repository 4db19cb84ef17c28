using System.Text;
using Pipeline.Bus.FollowUps;
using Pipeline.Host.Composition;
using Pipeline.Host.Options;
using Pipeline.Intake;
using Pipeline.Store;
using Pipeline.Store.Steps;
using Pipeline.Venues;
using Pipeline.Venues.Paper;

namespace Pipeline.Host.Bench.Backlog;

/// <summary>What a backlog bench is told.</summary>
/// <param name="Live">Orders that wait and may be sent.</param>
/// <param name="Expired">Orders that wait and were valid until before anybody came to them.</param>
/// <param name="Without">Workers that are left out while it is worked off, beside notices, who would have nobody to tell.</param>
internal sealed record BacklogOrder(int Live, int Expired, IReadOnlyList<string> Without);

/// <summary>What became of it.</summary>
/// <param name="Live">Orders that were to be sent.</param>
/// <param name="Expired">Orders that were not.</param>
/// <param name="TakenPerSecond">Intents that intake recorded a second.</param>
/// <param name="Seconds">From the first call of the venue to the last.</param>
/// <param name="OrdersPerSecond">Live orders over that time.</param>
/// <param name="Missing">Live orders that never went out.</param>
/// <param name="Repeated">Orders that went out more than once.</param>
/// <param name="ExpiredSent">Expired orders that went out.</param>
/// <param name="Withheld">Calls that were ended before their first byte, as one whose permission has grown old, by why; each is followed by another attempt.</param>
internal sealed record BacklogResult(
    int Live, int Expired, double TakenPerSecond, double Seconds, double OrdersPerSecond, int Missing, int Repeated, int ExpiredSent, IReadOnlyDictionary<string, int> Withheld)
{
    public bool IsRight => Missing + Repeated + ExpiredSent == 0;
}

/// <summary>
/// Intake records intents while nobody judges them; half an hour later, by the pipeline's clock, all workers start and work them off. Some of the intents were valid for less than that.
/// </summary>
internal static class BacklogBench
{
    private const int TakenAtATime = 256;
    private static readonly TimeSpan Away = TimeSpan.FromMinutes(30);
    private static readonly TimeSpan ShortValidity = TimeSpan.FromMinutes(20);
    private static readonly TimeSpan LongValidity = TimeSpan.FromHours(6);
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Tell = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);
    private static readonly string[] Symbols = ["AAPL", "MSFT", "GOOG", "AMZN", "NVDA", "TSLA", "META", "SPY", "QQQ", "IBM"];

    /// <param name="start">The clock's time when the intents come.</param>
    /// <param name="options">The settings of a process whose clock begins at a time.</param>
    /// <param name="order">How much.</param>
    /// <param name="say">Told how far it has come.</param>
    /// <exception cref="TimeoutException">For ten minutes nothing came of it any more.</exception>
    public static async Task<BacklogResult> RunAsync(
        DateTimeOffset start, Func<DateTimeOffset, OptionSet> options, BacklogOrder order, Action<string> say, CancellationToken cancellationToken)
    {
        var (expired, taken) = await TakeAsync(options(start), start, order, say, cancellationToken).ConfigureAwait(false);
        say($"{order.Live + order.Expired} intents recorded, {taken:0}/s; the workers start");
        TimedOrderEntry venue = null!;
        var app = PipelineProcess.Build(options(start + Away), [.. Workers.Names.Except([Stages.Notices, .. order.Without])], logToConsole: false, customize: services =>
            services.AddSingleton<IOrderEntry>(provider => venue = new TimedOrderEntry(provider.GetRequiredService<PaperVenue>(), provider.GetRequiredService<TimeProvider>())));
        await using (app.ConfigureAwait(false))
        {
            await Commands.RunCommand.StartsAsync(app, cancellationToken).ConfigureAwait(false);
            try
            {
                await app.Services.GetRequiredService<BusGate>().WaitAsync(cancellationToken).ConfigureAwait(false);
                await EndAsync(app.Services.GetRequiredService<IStore>(), order.Live + order.Expired, say, cancellationToken).ConfigureAwait(false);
            }
            finally
            {
                await app.StopAsync(CancellationToken.None).ConfigureAwait(false);
            }
        }

        var seconds = venue.CalledAt.IsEmpty ? 0 : (venue.CalledAt.Values.Max() - venue.CalledAt.Values.Min()).TotalSeconds;
        var live = venue.Sent.Keys.Count(clOrdId => !expired.Contains(clOrdId));
        return new BacklogResult(
            order.Live, order.Expired, taken, seconds, seconds > 0 ? live / seconds : 0, order.Live - live, venue.Sent.Count(sent => sent.Value > 1), venue.Sent.Count - live, venue.Withheld);
    }

    // Only intake runs, and nothing is published: it is all left to whoever comes.
    private static async Task<(HashSet<string> Expired, double PerSecond)> TakeAsync(
        OptionSet options, DateTimeOffset start, BacklogOrder order, Action<string> say, CancellationToken cancellationToken)
    {
        await using var app = PipelineProcess.Build(options, [Stages.Intake], logToConsole: false);
        await Commands.RunCommand.StartsAsync(app, cancellationToken).ConfigureAwait(false);
        var intake = app.Services.GetRequiredService<Stage>();
        var (expired, all, nth) = (new HashSet<string>(), order.Live + order.Expired, 0);
        var started = TimeProvider.System.GetTimestamp();

        // Spread evenly, so that those that have expired lie between those that have not.
        bool IsExpired(int i) => (long)(i + 1) * order.Expired / all > (long)i * order.Expired / all;

        await Parallel.ForEachAsync(Enumerable.Range(0, all), new ParallelOptions { MaxDegreeOfParallelism = TakenAtATime, CancellationToken = cancellationToken }, async (i, token) =>
        {
            var clOrdId = await TakeAsync(intake, i, start + (IsExpired(i) ? ShortValidity : LongValidity), token).ConfigureAwait(false);
            if (IsExpired(i))
            {
                lock (expired)
                {
                    expired.Add(clOrdId);
                }
            }

            if (Interlocked.Increment(ref nth) % 100_000 == 0)
            {
                say($"{nth} of {all} intents recorded, {nth / TimeProvider.System.GetElapsedTime(started).TotalSeconds:0}/s");
            }
        }).ConfigureAwait(false);
        var perSecond = all / TimeProvider.System.GetElapsedTime(started).TotalSeconds;
        await app.StopAsync(CancellationToken.None).ConfigureAwait(false);
        return (expired, perSecond);
    }

    private static async Task<string> TakeAsync(Stage intake, int i, DateTimeOffset validUntil, CancellationToken cancellationToken)
    {
        var document =
            $$"""{"portfolio":"bench","valid_until":"{{validUntil.UtcDateTime:O}}","orders":[{"symbol":"{{Symbols[i % Symbols.Length]}}","side":"{{(i / Symbols.Length % 2 == 0 ? "buy" : "sell")}}","qty":1,"order_type":"market","time_in_force":"ioc"}]}""";
        var result = await intake.TakeAsync(new Submitted(Encoding.UTF8.GetBytes(document), "http", $"backlog-{i}"), cancellationToken).ConfigureAwait(false);
        return result is IntakeResult.Taken taken ? taken.Receipt.Orders[0].ClOrdId : throw new InvalidOperationException($"The bench's intent was not taken: {result}");
    }

    private static async Task EndAsync(IStore store, int all, Action<string> say, CancellationToken cancellationToken)
    {
        var (ended, since, told, pause) = (0L, TimeProvider.System.GetTimestamp(), TimeProvider.System.GetTimestamp(), Look);
        while (ended < all)
        {
            // To look at a million orders takes a while, in which it would be the look that is measured.
            await Task.Delay(pause, TimeProvider.System, cancellationToken).ConfigureAwait(false);
            var looked = TimeProvider.System.GetTimestamp();
            var now = store.Read(session => session.Scalar<long>("SELECT count(*) FROM orders WHERE ord_status IN ('filled', 'canceled', 'rejected', 'expired', 'denied')"));
            pause = TimeSpan.FromTicks(Math.Max(Look.Ticks, TimeProvider.System.GetElapsedTime(looked).Ticks * 50));
            if (now > ended)
            {
                (ended, since) = (now, TimeProvider.System.GetTimestamp());
            }
            else if (TimeProvider.System.GetElapsedTime(since) > Patience)
            {
                throw new TimeoutException($"{all - ended} of {all} orders did not end within {Patience.TotalMinutes} min of the last one");
            }

            if (TimeProvider.System.GetElapsedTime(told) > Tell)
            {
                say($"{ended} of {all} orders have ended");
                told = TimeProvider.System.GetTimestamp();
            }
        }
    }
}
