using Pipeline.Bus;
using Pipeline.Bus.FollowUps;
using Pipeline.Host.Composition;
using Pipeline.Host.Options;
using Pipeline.Intake;
using Pipeline.Messages.Orders;
using Pipeline.Store;
using Pipeline.Store.Steps;
using Pipeline.Venues;

namespace Pipeline.Host.Bench;

/// <summary>
/// Measures the critical path, from the recording of an intent to the call of the venue, in a real process with everything
/// running: sagas, analytics and the paper venue included. Intents come on a fixed schedule, whether or not the last one is
/// done, so that a stall is seen by every order it delays.
/// </summary>
internal static class CriticalPathBench
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(60);

    public static async Task<BenchResult> RunAsync(
        OptionSet options, int rate, TimeSpan warmUp, TimeSpan duration, BenchLedger? ledger, CancellationToken cancellationToken)
    {
        TimedOrderEntry? venue = null;
        ledger?.Write(options);
        await using var app = PipelineProcess.Build(options, Workers.Names, logToConsole: false, customize: services =>
        {
            services.AddSingleton<IOrderEntry>(provider =>
                venue = new TimedOrderEntry(provider.GetRequiredService<Venues.Paper.PaperVenue>(), provider.GetRequiredService<TimeProvider>()));
            ledger?.AddReports(services);
        });
        await app.StartAsync(cancellationToken).ConfigureAwait(false);
        await app.Services.GetRequiredService<BusGate>().WaitAsync(cancellationToken).ConfigureAwait(false);

        var load = new Load(app.Services.GetRequiredService<Stage>(), app.Services.GetRequiredService<FollowUpDispatcher>());
        await load.RunAsync("warm-up", rate, warmUp, cancellationToken).ConfigureAwait(false);
        var comparisons = new ComparisonTimes(app.Services.GetRequiredService<Reconciliation.Reconciler>(), app.Services.GetRequiredService<TimeProvider>());
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var watching = comparisons.WatchAsync(end.Token);
        var orders = await load.RunAsync("measured", rate, duration, cancellationToken).ConfigureAwait(false);

        var deadline = TimeProvider.System.GetTimestamp();
        while (orders.Any(order => !venue!.CalledAt.ContainsKey(order)))
        {
            if (TimeProvider.System.GetElapsedTime(deadline) > LongestWait)
            {
                throw new InvalidOperationException($"{orders.Count(order => !venue!.CalledAt.ContainsKey(order))} orders did not reach the venue in {LongestWait}");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, cancellationToken).ConfigureAwait(false);
        }

        await end.CancelAsync().ConfigureAwait(false);
        await watching.ConfigureAwait(false);
        var store = app.Services.GetRequiredService<IStore>();
        var result = Result(store, options.Get<BusOptions>().Transport, rate, orders, venue!, ledger is null ? null : comparisons);
        await app.StopAsync(cancellationToken).ConfigureAwait(false);
        return result;
    }

    private static BenchResult Result(
        IStore store, string transport, int rate, IReadOnlyList<string> orders, TimedOrderEntry venue, ComparisonTimes? comparisons)
    {
        var journal = store.Read(session => session.Query<StepTime>(
            "SELECT cl_ord_id, kind, at FROM journal WHERE kind IN ('OrderProposed', 'OrderValidated', 'OrderReleased', 'OrderSubmitting')"));

        // An order that waited for a fact came by a stage twice: the last time is when it went on.
        var times = journal.GroupBy(step => step.ClOrdId).ToDictionary(order => order.Key, order => order.GroupBy(step => step.Kind).ToDictionary(kind => kind.Key, kind => kind.Max(step => step.At)));
        Distribution Between(string from, string? to, IEnumerable<string>? some = null) =>
            new((some ?? orders).Select(order => (to is null ? venue.CalledAt[order] : times[order][to]) - times[order][from]));
        var rows = new List<BenchRow>
        {
            BenchRow.Of("intake recorded to validation", Between(nameof(OrderProposed), nameof(OrderValidated))),
            BenchRow.Of("validation to session check", Between(nameof(OrderValidated), nameof(OrderReleased))),
            BenchRow.Of("session check to grant", Between(nameof(OrderReleased), nameof(OrderSubmitting))),
            BenchRow.Of("grant to venue call", Between(nameof(OrderSubmitting), null)),
            BenchRow.Of("intake recorded to venue call", Between(nameof(OrderProposed), null)),
        };
        if (comparisons is { Count: > 0 })
        {
            var meanwhile = orders.ToLookup(order => comparisons.Overlap(times[order][nameof(OrderProposed)], venue.CalledAt[order]));
            rows.Add(BenchRow.Of($"the same, {meanwhile[true].Count()} orders while compared", Between(nameof(OrderProposed), null, meanwhile[true])));
            rows.Add(BenchRow.Of($"the same, {meanwhile[false].Count()} other orders", Between(nameof(OrderProposed), null, meanwhile[false])));
        }

        return new BenchResult(transport, rate, orders.Count, rows, comparisons?.Count, comparisons?.Longest.TotalMilliseconds);
    }

    private sealed class StepTime
    {
        public string ClOrdId { get; set; } = "";

        public string Kind { get; set; } = "";

        public DateTimeOffset At { get; set; }
    }
}
