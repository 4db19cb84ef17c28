using Prometheus;

namespace Pipeline.Bus;

/// <summary>How long each stage takes over one message, from delivery to its last confirmed follow-up.</summary>
public static class StageMetrics
{
    private static readonly Histogram Seconds = Prometheus.Metrics.CreateHistogram(
        "pipeline_stage_seconds",
        "Time of one message in a stage, in seconds.",
        ["stage"],
        new HistogramConfiguration { Buckets = [0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10, 30] });

    private static readonly Counter DeadLetters = Prometheus.Metrics.CreateCounter(
        "pipeline_dead_letters_total", "Messages that could not be processed, by stage.", "stage");

    static StageMetrics()
    {
        foreach (var stage in Store.Steps.Stages.All.Append(Store.Steps.Stages.Cancel))
        {
            Seconds.WithLabels(stage).Publish();
            DeadLetters.WithLabels(stage).Publish();
        }

        DeadLetters.WithLabels(QueueNames.OrderSaga).Publish();
    }

    public static IDisposable Time(string stage) => Seconds.WithLabels(stage).NewTimer();

    public static void CountDeadLetter(string stage) => DeadLetters.WithLabels(stage).Inc();
}
