using Pipeline.Metering;
using Prometheus;

namespace Pipeline.Host.Http;

/// <summary>
/// What this process needs, as its readiness has it: with the store away nothing else can say so, since alerts of the pipeline are entries of the
/// journal, and gauges are read from the store.
/// </summary>
internal sealed class ReadyGauge(Intake.IProcessReadiness readiness) : IProcessGauge
{
    internal static readonly Gauge Ready = Meters.Gauge(
        "pipeline_ready", "0 or 1", "1 for each part that a process needs and has; venue is told of where orders are sent.", Label.Of("check", ["store", "bus", "publishing", "venue"]));

    public void Observe()
    {
        foreach (var (check, state) in readiness.Checks())
        {
            Ready.WithLabels(check).Set(state == "ok" ? 1 : 0);
        }
    }
}
