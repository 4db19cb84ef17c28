using Pipeline.Bus.FollowUps;
using Pipeline.Host.Composition;
using Pipeline.Host.Options;
using Pipeline.Intake;
using Pipeline.Store;
using Pipeline.Venues;
using Pipeline.Venues.Paper;

namespace Pipeline.Host.Bench.Growth;

/// <summary>What a growth bench is told.</summary>
/// <param name="Orders">In the grown store.</param>
/// <param name="Open">How many of those rest at the venue.</param>
/// <param name="Strategies">Whose they are.</param>
/// <param name="Rate">Intents a second while latency is measured.</param>
/// <param name="Seconds">For how long.</param>
internal sealed record GrowthOrder(int Orders, int Open, int Strategies, int Rate, int Seconds);

/// <summary>One measurement.</summary>
/// <param name="Orders">In the store at its beginning.</param>
/// <param name="ReadySeconds">From the start of the process until it had compared with the venue.</param>
/// <param name="P50Ms">Received to venue call, milliseconds.</param>
/// <param name="P99Ms">As p50.</param>
/// <param name="OrdersPerSecond">At the highest rate, a burst worked off.</param>
internal sealed record GrowthRow(long Orders, double ReadySeconds, double P50Ms, double P99Ms, double OrdersPerSecond);

/// <summary>Measures the critical path with an empty store and with a grown one, in turns: every worker in one process, queues in memory.</summary>
internal static class GrowthBench
{
    private const int Burst = 2000;
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    /// <summary>Leaves, in a folder, what a pipeline leaves there that takes so many orders.</summary>
    public static async Task MakeAsync(OptionSet options, GrowthOrder order, int orders, CancellationToken cancellationToken)
    {
        await using var run = await GrowthRun.StartAsync(options, order.Strategies, order.Orders / Math.Max(1, order.Open), cancellationToken).ConfigureAwait(false);
        await run.Load.RunAsync("made", 40, TimeSpan.FromSeconds(orders / 40.0), cancellationToken).ConfigureAwait(false);
        await run.UntilAsync("every order is at the venue or over", store => store.Read(session =>
            session.Scalar<long>("SELECT count(*) FROM order_sagas WHERE state IN ('Working', 'Done')") == orders && session.Scalar<long>("SELECT count(*) FROM follow_ups WHERE sent_at IS NULL") == 0), cancellationToken).ConfigureAwait(false);
    }

    public static async Task<GrowthRow> MeasureAsync(OptionSet options, GrowthOrder order, string name, CancellationToken cancellationToken)
    {
        var started = TimeProvider.System.GetTimestamp();
        await using var run = await GrowthRun.StartAsync(options, order.Strategies, resting: null, cancellationToken).ConfigureAwait(false);
        var before = run.Store.Read(session => session.Scalar<long>("SELECT count(*) FROM orders"));
        var ready = TimeProvider.System.GetElapsedTime(started);
        await run.UntilAsync("every entry is sealed", store => store.Read(session =>
            session.Scalar<long>("SELECT coalesce(max(seq), 0) - (SELECT coalesce(max(last_seq), 0) FROM audit_seals) FROM journal") < 1000), cancellationToken).ConfigureAwait(false);
        await run.Load.RunAsync($"{name}-warm-up", order.Rate, WarmUp, cancellationToken).ConfigureAwait(false);
        var from = run.Store.Read(session => session.Scalar<long>("SELECT max(seq) FROM journal"));
        await run.CalledAsync(await run.Load.RunAsync($"{name}-measured", order.Rate, TimeSpan.FromSeconds(order.Seconds), cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
        var waits = new Distribution(run.Store.Read(session => session.Query<(string ClOrdId, DateTimeOffset ReceivedAt)>("SELECT cl_ord_id, received_at FROM orders WHERE seq > @from", new { from }))
            .Where(measured => run.Venue.CalledAt.ContainsKey(measured.ClOrdId)).Select(measured => run.Venue.CalledAt[measured.ClOrdId] - measured.ReceivedAt));
        var burst = await run.Load.RunAsync($"{name}-burst", Burst * 10, TimeSpan.FromSeconds(0.1), cancellationToken).ConfigureAwait(false);
        await run.CalledAsync(burst, cancellationToken).ConfigureAwait(false);
        var calls = burst.Select(clOrdId => run.Venue.CalledAt[clOrdId]).Order().ToList();
        return new GrowthRow(before, ready.TotalSeconds, waits.P50, waits.P99, (calls.Count - 1) / (calls[^1] - calls[0]).TotalSeconds);
    }

    /// <summary>A pipeline that is measured.</summary>
    private sealed class GrowthRun(WebApplication app, TimedOrderEntry venue, Load load) : IAsyncDisposable
    {
        public IStore Store { get; } = app.Services.GetRequiredService<IStore>();

        public TimedOrderEntry Venue => venue;

        public Load Load => load;

        public static async Task<GrowthRun> StartAsync(OptionSet options, int strategies, int? resting, CancellationToken cancellationToken)
        {
            TimedOrderEntry? venue = null;
            var app = PipelineProcess.Build(options, Workers.Names, logToConsole: false, customize: services => services.AddSingleton<IOrderEntry>(provider =>
                venue = new TimedOrderEntry(provider.GetRequiredService<PaperVenue>(), provider.GetRequiredService<TimeProvider>())));
            await Commands.RunCommand.StartsAsync(app, cancellationToken).ConfigureAwait(false);
            await app.Services.GetRequiredService<BusGate>().WaitAsync(cancellationToken).ConfigureAwait(false);
            var (quotes, clock) = (app.Services.GetRequiredService<IQuoteSource>(), app.Services.GetRequiredService<TimeProvider>());
            var load = new Load(
                app.Services.GetRequiredService<Stage>(), app.Services.GetRequiredService<FollowUpDispatcher>(), strategies, resting, symbol => quotes.Latest(symbol, clock.GetUtcNow())!.Ask!.Value);
            var run = new GrowthRun(app, venue!, load);
            await run.UntilAsync("the first comparison with the venue is done", store => store.Read(session =>
                session.Scalar<long>("SELECT count(*) FROM reconciliations WHERE done >= blocking AND done > 0") > 0), cancellationToken).ConfigureAwait(false);
            return run;
        }

        public Task CalledAsync(IReadOnlyCollection<string> orders, CancellationToken cancellationToken) =>
            UntilAsync("every order has reached the venue", _ => orders.All(venue.CalledAt.ContainsKey), cancellationToken);

        /// <exception cref="TimeoutException">It does not become so.</exception>
        public async Task UntilAsync(string what, Func<IStore, bool> isSo, CancellationToken cancellationToken)
        {
            var started = TimeProvider.System.GetTimestamp();
            while (!isSo(Store))
            {
                if (TimeProvider.System.GetElapsedTime(started) > Patience)
                {
                    throw new TimeoutException($"Not within {Patience.TotalMinutes} min: {what}");
                }

                await Task.Delay(Interval, TimeProvider.System, cancellationToken).ConfigureAwait(false);
            }
        }

        public async ValueTask DisposeAsync()
        {
            await app.StopAsync().ConfigureAwait(false);
            await app.DisposeAsync().ConfigureAwait(false);
        }
    }
}
