using System.Diagnostics;
using System.Text.Json;
using Pipeline.Metering;
using Pipeline.Store.Steps;
using Prometheus;

namespace Pipeline.Bus;

/// <summary>How long each stage takes over one message, from delivery to its last confirmed follow-up, and what ended in the dead letters.</summary>
public static class StageMetrics
{
    private static readonly Label Reason = Label.Of("reason", ["unknown_order", "unreadable", "not_consumed", "delivery_limit", "timeout", Label.Other]);

    private static readonly Histogram Seconds = Meters.Histogram(
        "pipeline_stage_seconds", "seconds", "Time of one message in a stage, from its delivery, or its turn where it was handed over within the process, to its last confirmed follow-up. Where a stage decides in the turn of another, the time of its decision; of what it has still to do afterwards, as to call the venue, the time of that.",
        [0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10, 30],
        Label.Of("stage", Stages.All.Append(Stages.Cancel)));

    private static readonly Counter DeadLettersCounter = Meters.Counter(
        "pipeline_dead_letters_total", "messages", "Messages that could not be processed, by stage and kind of reason.",
        Label.OrOther("stage", QueueNames.All), Reason);

    /// <summary>Notes a step that was part of another's.</summary>
    public static void Note(OnwardTaken step)
    {
        Seconds.WithLabels(step.Stage).Observe(step.Took.TotalSeconds);
        Tracing.Note($"{step.Stage} decides", ActivityKind.Internal, step.ClOrdId, step.Began, step.Took);
    }

    public static IDisposable Time(string stage) => Seconds.WithLabels(stage).NewTimer();

    /// <param name="stage">Whose message it is.</param>
    /// <param name="exceptionType">The exception's type, by its name.</param>
    public static void CountDeadLetter(string stage, string exceptionType) =>
        DeadLettersCounter.WithLabels(QueueNames.All.Contains(stage) ? stage : Label.Other, ReasonOf(exceptionType)).Inc();

    private static string ReasonOf(string exceptionType) => exceptionType switch
    {
        nameof(UnknownOrderException) => "unknown_order",
        nameof(JsonException) or "SerializationException" or "FormatException" => "unreadable",
        DeadLetters.ReceivedLetter.Skipped => "not_consumed",
        "BrokerDeadLetter" => "delivery_limit",
        nameof(TimeoutException) or nameof(OperationCanceledException) or nameof(TaskCanceledException) => "timeout",
        _ => Label.Other,
    };
}
