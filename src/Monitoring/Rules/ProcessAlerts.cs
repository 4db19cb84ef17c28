using Pipeline.Bus;
using static Pipeline.Monitoring.Rules.AlertRule;

namespace Pipeline.Monitoring.Rules;

/// <summary>Alerts on whether everything runs: processes, what each of them needs, queues, the broker.</summary>
internal static class ProcessAlerts
{
    /// <summary>The jobs by which a node of the broker is looked at, and each node once.</summary>
    private const string Broker = """up{job=~"rabbitmq.*"}""";

    /// <summary>How long a worker may be silent. What silences everybody, the broker or the store, is paged a little later, and keeps back that it is told again.</summary>
    public const int LongestSilenceSeconds = 15;

    private const string BrokerNodes = $"max by (instance) ({Broker})";

    public static IReadOnlyList<AlertRule> All { get; } =
    [
        new(
            "PipelineNoConsumer",
            // Others may have queues on the broker that nobody is to read, as the one that a rebuild has aside.
            $$"""
            max by (queue) (pipeline_queue_consumers) < 1
            or max by (queue) (rabbitmq_queue_consumers{queue=~"{{string.Join('|', QueueNames.All)}}"}) < 1
            """, TimeSpan.FromSeconds(30), Page,
            "Nobody reads the queue {{ $labels.queue }}.", "Orders wait there until their time has passed."),
        new(
            "PipelineWorkerHeartbeatMissing", $"time() - max by (worker, instance) (pipeline_worker_heartbeat_timestamp_seconds) > {LongestSilenceSeconds}", TimeSpan.Zero, Page,
            "The worker {{ $labels.worker }} of {{ $labels.instance }} has been silent for {{ $value | humanizeDuration }}.",
            "A worker that is silent works on nothing; one that fails and has the lease keeps others from it."),
        new(
            "PipelineMetricsAbsent", """absent(up{job="pipeline"} == 1)""", TimeSpan.FromSeconds(30), Page,
            "No process of the pipeline answers.", "Whoever is not seen may be trading or not: nobody knows."),
        new(
            "PipelineProcessDown", """up{job="pipeline"} == 0""", TimeSpan.FromSeconds(30), Page,
            "The process {{ $labels.instance }} does not answer.", "What it alone tells is told by nobody, and what is not told raises no alert: operator tells of orders that wait, dead letters and drift."),
        new(
            // Of a venue that is away its own alerts tell; and who is left alone by us for its rate's sake is not ready for long, rightly.
            "PipelineNotReady", """min by (instance, check) (pipeline_ready{check=~"store|bus|publishing"}) == 0""", TimeSpan.FromSeconds(30), Page,
            "The process {{ $labels.instance }} lacks its {{ $labels.check }}.",
            "Orders stand still; without the store nothing is recorded, no gauge is read and the pipeline can raise no alert itself."),
        new(
            "PipelineFiguresStale", "time() - max by (instance) (pipeline_figures_timestamp_seconds) > 60", TimeSpan.Zero, Page,
            "What {{ $labels.instance }} tells of the store is {{ $value | humanizeDuration }} old.",
            "Orders that wait, dead letters, drift and old quotes are not seen as they are, and raise no alert."),
        new(
            "PipelineInForceDiffers",
            """
            count by (what) (count by (what, version) (
              label_replace(pipeline_limits_info, "what", "limits", "", "") or label_replace(pipeline_calendar_info, "what", "calendars", "", "")
            )) > 1
            """, TimeSpan.FromMinutes(5), Ticket,
            "Processes judge by {{ $value }} versions of the {{ $labels.what }}.", "What one of them denies another lets pass."),
        new(
            "PipelineUnroutableMessage",
            "sum(increase(rabbitmq_global_messages_unroutable_dropped_total[5m])) > 0 or sum(increase(rabbitmq_global_messages_unroutable_returned_total[5m])) > 0", TimeSpan.Zero, Page,
            "The broker could not route a message.", "A queue is missing: what is published to it waits in the store."),
        new(
            "PipelineBrokerAlarm", "max(rabbitmq_alarms_free_disk_space_watermark) > 0 or max(rabbitmq_alarms_memory_used_watermark) > 0", TimeSpan.Zero, Page,
            "The broker has an alarm and blocks its publishers.", "Orders are recorded and go no further."),
        new(
            // Half of the nodes are no majority: queues that are kept on several stand still.
            "PipelineBrokerDown", $"sum({BrokerNodes}) <= count({BrokerNodes}) / 2", TimeSpan.FromSeconds(30), Page,
            "Of the broker's nodes {{ $value }} answer, which is no majority.", "Orders are recorded and go no further."),
        new(
            "PipelineBrokerNodeDown", $"{Broker} == 0 and on () sum({BrokerNodes}) > count({BrokerNodes}) / 2", TimeSpan.FromMinutes(1), Ticket,
            "The broker's node {{ $labels.instance }} does not answer ({{ $labels.job }}).", "The next one that goes may take the broker with it; and what this one tells is told by nobody."),
    ];
}
