using Pipeline.Metering;
using Prometheus;

namespace Pipeline.Access;

/// <summary>What the door counts.</summary>
internal static class Metrics
{
    private static readonly Counter RefusedCounter = Meters.Counter(
        "pipeline_access_refused_total", "requests", "Requests that were not let in, by transport and code.",
        Label.Of("source", [Refusals.Http, Refusals.Amqp]), Label.Of("code", Refusal.Codes));

    public static void CountRefused(string source, string code) => RefusedCounter.WithLabels(source, code).Inc();
}
