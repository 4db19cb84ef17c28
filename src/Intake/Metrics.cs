using Pipeline.Metering;
using Prometheus;

namespace Pipeline.Intake;

/// <summary>What intake counts.</summary>
internal static class Metrics
{
    private static readonly Counter Intents = Meters.Counter(
        "pipeline_intents_total", "intents", "Intents by where they came from and what became of them.",
        Label.Of("source", ["http", "amqp", "mcp"]), Label.Of("outcome", ["taken", "duplicate", "refused", "conflict", "not_allowed"]));

    public static void Count(string source, IntakeResult result)
    {
        Intents.WithLabels(source, result switch
        {
            IntakeResult.Taken taken => taken.Receipt.Orders.All(line => line.Duplicate) ? "duplicate" : "taken",
            IntakeResult.Refused => "refused",
            IntakeResult.Conflict => "conflict",
            IntakeResult.NotAllowed => "not_allowed",
            _ => throw new InvalidOperationException($"Not an intake result: {result}"),
        }).Inc();
        switch (result)
        {
            case IntakeResult.Taken taken:
                Duplicates.Count(Duplicates.Repeated, taken.Receipt.Orders.Count(line => line.Duplicate));
                break;
            case IntakeResult.Conflict conflict:
                Duplicates.Count(Duplicates.Conflict, conflict.Lines.Count);
                break;
        }
    }
}
