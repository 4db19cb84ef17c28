using Pipeline.Store;
using Pipeline.Store.Tables;
using Pipeline.Trading.Notices;
using Prometheus;

namespace Pipeline.Notices;

/// <summary>What is counted of notices.</summary>
internal static class Metrics
{
    private static readonly Counter Sent = Prometheus.Metrics.CreateCounter("pipeline_notices_sent_total", "Notices that OpenClaw's hooks have taken in, by kind.", "kind");

    private static readonly Counter Failed = Prometheus.Metrics.CreateCounter(
        "pipeline_notices_failed_total", "Tries that failed: refused is about the notice, away about the receiver.", "answer");

    private static readonly Gauge Waiting = Prometheus.Metrics.CreateGauge("pipeline_notices_waiting", "Notices that were not taken in yet.");

    private static readonly Gauge Dead = Prometheus.Metrics.CreateGauge("pipeline_notices_dead", "Notices that could not be given in time and wait for an operator.");

    private static readonly Gauge Oldest = Prometheus.Metrics.CreateGauge("pipeline_notices_oldest_seconds", "How long the oldest notice that waits has waited; 0 when none does.");

    static Metrics()
    {
        foreach (var kind in Enum.GetValues<NoticeKind>())
        {
            Sent.WithLabels(Columns.Word(kind)).Publish();
        }

        foreach (var answer in new[] { NoticeAnswer.Refused, NoticeAnswer.Away })
        {
            Failed.WithLabels(Columns.Word(answer)).Publish();
        }
    }

    public static void CountSent(string kind) => Sent.WithLabels(kind).Inc();

    public static void CountFailed(NoticeAnswer answer) => Failed.WithLabels(Columns.Word(answer)).Inc();

    public static void Observe(NoticeCounts counts, DateTimeOffset now)
    {
        Waiting.Set(counts.Waiting);
        Dead.Set(counts.Dead);
        Oldest.Set(counts.Oldest is { } oldest && oldest < now ? (now - oldest).TotalSeconds : 0);
    }
}
