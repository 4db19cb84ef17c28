using Prometheus;

namespace Pipeline.Access;

/// <summary>What the door counts. Every label value exists from the start: a counter born at 1 never fires an alert on its increase.</summary>
internal static class Metrics
{
    private static readonly Counter RefusedCounter = Prometheus.Metrics.CreateCounter(
        "pipeline_access_refused_total", "Requests that were not let in, by transport and code.", "source", "code");

    static Metrics()
    {
        foreach (var source in new[] { Refusals.Http, Refusals.Amqp })
        {
            foreach (var code in Refusal.Codes)
            {
                RefusedCounter.WithLabels(source, code).Publish();
            }
        }
    }

    public static void CountRefused(string source, string code) => RefusedCounter.WithLabels(source, code).Inc();
}
