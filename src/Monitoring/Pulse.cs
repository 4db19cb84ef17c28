using MassTransit;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Pipeline.Bus;
using Pipeline.Bus.Topology;
using Pipeline.Metering;
using Prometheus;

namespace Pipeline.Monitoring;

/// <summary>
/// Says every second which workers of this process do their work: one of whose queues is not consumed from, whose duties fail, or whose process stands still,
/// falls silent. Beside it the process's gauges are looked at. On the machine's clock, which the monitoring system's is compared with.
/// </summary>
public sealed class Pulse : BackgroundService
{
    /// <summary>So long a process may take to come to its work: machines start in any order.</summary>
    internal static readonly TimeSpan StartTime = TimeSpan.FromSeconds(45);

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    internal static readonly Gauge Heartbeat = Meters.Gauge(
        "pipeline_worker_heartbeat_timestamp_seconds", "seconds", "When a worker was last seen to do its work, in Unix time; at first, 45 s after its process began.", Label.Open("worker", "the worker's name"));

    private readonly IReadOnlyList<string> workers;
    private readonly IBusControl bus;
    private readonly Duties duties;
    private readonly IEnumerable<IProcessGauge> gauges;
    private readonly ILogger<Pulse> logger;

    /// <param name="workers">The workers that this process hosts.</param>
    /// <param name="bus">The bus they consume from.</param>
    /// <param name="duties">What they do beside it.</param>
    /// <param name="gauges">What else of the process is looked at.</param>
    /// <param name="logger">Told of what fails.</param>
    public Pulse(IReadOnlyList<string> workers, IBusControl bus, Duties duties, IEnumerable<IProcessGauge> gauges, ILogger<Pulse> logger) =>
        (this.workers, this.bus, this.duties, this.gauges, this.logger) = (workers, bus, duties, gauges, logger);

    // Each by itself: a gauge that waits for something that hangs, as a database behind a network that is gone, makes no worker look silent and no other gauge old.
    protected override Task ExecuteAsync(CancellationToken stoppingToken)
    {
        Begin(TimeProvider.System.GetUtcNow());
        return Task.WhenAll(
        [
            Task.Run(() => RepeatAsync("the workers", () => Beat(TimeProvider.System.GetUtcNow()), stoppingToken), stoppingToken),
            .. gauges.Select(gauge => Task.Run(() => RepeatAsync(gauge.GetType().Name, gauge.Observe, stoppingToken), stoppingToken)),
        ]);
    }

    private async Task RepeatAsync(string what, Action look, CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, TimeProvider.System);
        do
        {
            Look(what, look);
        }
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false));
    }

    /// <summary>
    /// Has silence count from the start, with some time for a broker that comes later than its workers: of a series that is not there nobody is told, as of a worker whose broker was away before
    /// it came.
    /// </summary>
    internal void Begin(DateTimeOffset now)
    {
        foreach (var worker in workers)
        {
            Set(worker, now + StartTime);
        }
    }

    internal void Beat(DateTimeOffset now)
    {
        var silent = bus.CheckHealth().Endpoints.Values.Where(endpoint => endpoint.Status != BusHealthStatus.Healthy)
            .Select(endpoint => endpoint.InputAddress.Segments[^1]).ToList();
        foreach (var worker in workers.Where(worker => !silent.Exists(queue => Consumes(worker, queue)) && !duties.AreSilent(worker)))
        {
            Set(worker, now);
        }
    }

    private static bool Consumes(string worker, string queue) => queue == worker || BrokerUsers.All.Any(user => user.Name == BrokerUsers.NameOf(worker) && user.Reads.Contains(queue));

    private static void Set(string worker, DateTimeOffset at) => Heartbeat.WithLabels(worker).Set(at.ToUnixTimeMilliseconds() / 1000.0);

    // A look that fails is followed by the next.
    private void Look(string what, Action look)
    {
        try
        {
            look();
        }
        catch (Exception e)
        {
            logger.LogError(e, "Looking at {What} of this process failed and goes on", what);
        }
    }
}
