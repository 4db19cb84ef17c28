using MassTransit;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Pipeline.Bus;
using Pipeline.Metering;
using Prometheus;

namespace Pipeline.Monitoring;

/// <summary>
/// Says every second which workers of this process do their work: one whose queue is not consumed from, or whose process stands still, falls
/// silent. On the machine's clock, which the monitoring system's is compared with.
/// </summary>
public sealed class Pulse : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private static readonly Gauge Heartbeat = Meters.Gauge(
        "pipeline_worker_heartbeat_timestamp_seconds", "seconds", "When a worker was last seen to do its work, in Unix time.", Label.Open("worker", "the worker's name"));

    private readonly IReadOnlyList<string> workers;
    private readonly IBusControl bus;
    private readonly IEnumerable<IProcessGauge> gauges;
    private readonly ILogger<Pulse> logger;

    /// <param name="workers">The workers that this process hosts.</param>
    /// <param name="bus">The bus they consume from.</param>
    /// <param name="gauges">What else of the process is looked at.</param>
    /// <param name="logger">Told of what fails.</param>
    public Pulse(IReadOnlyList<string> workers, IBusControl bus, IEnumerable<IProcessGauge> gauges, ILogger<Pulse> logger) =>
        (this.workers, this.bus, this.gauges, this.logger) = (workers, bus, gauges, logger);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, TimeProvider.System);
        do
        {
            try
            {
                Beat(TimeProvider.System.GetUtcNow());
                foreach (var gauge in gauges)
                {
                    gauge.Observe();
                }
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                logger.LogError(e, "Looking at this process's gauges failed and goes on");
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false));
    }

    private void Beat(DateTimeOffset now)
    {
        var silent = bus.CheckHealth().Endpoints.Values.Where(endpoint => endpoint.Status != BusHealthStatus.Healthy)
            .Select(endpoint => endpoint.InputAddress.Segments[^1]).ToHashSet();
        foreach (var worker in workers.Where(worker => !silent.Contains(worker)))
        {
            Heartbeat.WithLabels(worker).Set(now.ToUnixTimeMilliseconds() / 1000.0);
        }
    }
}
