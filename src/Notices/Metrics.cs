using Pipeline.Metering;
using Pipeline.Store;
using Pipeline.Store.Tables;
using Pipeline.Trading.Notices;
using Prometheus;

namespace Pipeline.Notices;

/// <summary>What is counted of notices.</summary>
internal static class Metrics
{
    private static readonly Counter Sent = Meters.Counter(
        "pipeline_notices_sent_total", "notices", "Notices that OpenClaw's hooks have taken in, by kind.", Label.Of("kind", Enum.GetValues<NoticeKind>().Select(Columns.Word)));

    private static readonly Counter Failed = Meters.Counter(
        "pipeline_notices_failed_total", "tries", "Tries that failed: refused is about the notice, away about the receiver.",
        Label.Of("answer", [Columns.Word(NoticeAnswer.Refused), Columns.Word(NoticeAnswer.Away)]));

    private static readonly Gauge Waiting = Meters.Gauge("pipeline_notices_waiting", "notices", "Notices that were not taken in yet.");

    private static readonly Gauge Dead = Meters.Gauge("pipeline_notices_dead", "notices", "Notices that could not be given in time and wait for an operator.");

    private static readonly Gauge Oldest = Meters.Gauge("pipeline_notices_oldest_seconds", "seconds", "How long the oldest notice that waits has waited; 0 when none does.");

    public static void CountSent(string kind) => Sent.WithLabels(kind).Inc();

    public static void CountFailed(NoticeAnswer answer) => Failed.WithLabels(Columns.Word(answer)).Inc();

    public static void Observe(NoticeCounts counts, DateTimeOffset now)
    {
        Waiting.Set(counts.Waiting);
        Dead.Set(counts.Dead);
        Oldest.Set(counts.Oldest is { } oldest && oldest < now ? (now - oldest).TotalSeconds : 0);
    }
}
