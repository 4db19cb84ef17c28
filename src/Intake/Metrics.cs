using Prometheus;

namespace Pipeline.Intake;

/// <summary>What intake counts. Every label value exists from the start: a counter born at 1 never fires an alert on its increase.</summary>
internal static class Metrics
{
    private static readonly string[] Outcomes = ["taken", "duplicate", "refused", "conflict", "not_allowed"];

    private static readonly Counter Intents = Prometheus.Metrics.CreateCounter(
        "pipeline_intents_total", "Intents by where they came from and what became of them.", "source", "outcome");

    static Metrics()
    {
        foreach (var source in new[] { "http", "amqp", "mcp" })
        {
            foreach (var outcome in Outcomes)
            {
                Intents.WithLabels(source, outcome).Publish();
            }
        }
    }

    public static void Count(string source, IntakeResult result) => Intents.WithLabels(source, result switch
    {
        IntakeResult.Taken taken => taken.Receipt.Orders.All(line => line.Duplicate) ? "duplicate" : "taken",
        IntakeResult.Refused => "refused",
        IntakeResult.Conflict => "conflict",
        IntakeResult.NotAllowed => "not_allowed",
        _ => throw new InvalidOperationException($"Not an intake result: {result}"),
    }).Inc();
}
