using Pipeline.Monitoring.Rules;
using Pipeline.Trading.Orders;

namespace Pipeline.Monitoring.Dashboards;

/// <summary>Every dashboard.</summary>
public static class AllDashboards
{
    public static IReadOnlyList<Dashboard> All { get; } = [Flow(), Latency(), Venue(), OnCall(), Broker(), Objectives()];

    private static Dashboard Flow() => new("pipeline-flow", "Pipeline: flow and rejects", "What comes in, what goes out, and what is refused on the way.",
    [
        new("Intents", "Intents by what became of them; refused ones were not understood.", "reqps", new Query("sum by (outcome) (rate(pipeline_intents_total[1m]))", "{{outcome}}")),
        new("Submissions", "Sends to the venue by outcome; unknown ones are the resolver's.", "reqps", new Query("sum by (outcome) (rate(pipeline_submissions_total[1m]))", "{{outcome}}")),
        new("Denied by the pipeline", "Denied is ours: by rules, sessions, halts, the last gate and people.", "reqps", By("code", "rate(pipeline_denials_total[5m])")),
        new("Rejected by the venue", "Rejected is the venue's, by our word for its answer.", "reqps", By("code", "rate(pipeline_venue_rejects_total[5m])")),
        new("Reject ratio", "Of the orders that reached the venue, over five minutes. The alert is at 10 %, from 20 intents on.", "percentunit",
            new Query("""sum(increase(pipeline_venue_rejects_total[5m])) / (sum(increase(pipeline_submissions_total{outcome=~"acknowledged|rejected|unknown"}[5m])) > 0)""", "rejected")) { Threshold = 0.10 },
        new("Duplicates prevented", "Second orders that were not made, by what would have made them.", "reqps", new Query("sum by (how) (rate(pipeline_duplicates_prevented_total[5m]))", "{{how}}")),
        new("Orders by state", "Where every order is that has not come to its end.", "short", new Query("max by (state) (pipeline_orders)", "{{state}}")),
        new("Last gate", "Verdicts of the last gate, in whose transaction the claim is made.", "reqps", new Query("sum by (verdict) (rate(pipeline_grants_total[1m]))", "{{verdict}}")),
        new("Waiting in queues", "Messages that no consumer has taken up, on either transport.", "short", new Query("max by (queue) (pipeline_queue_messages)", "{{queue}}")),
        new("Exposure", "Gross and net of each account in its own currency, as the rules count it; what is sold short is less than 0.", "short",
            new Query("max by (venue, account) (pipeline_exposure_gross)", "gross {{venue}}/{{account}}"), new Query("max by (venue, account) (pipeline_exposure_net)", "net {{venue}}/{{account}}")) { Min = null },
    ]);

    private static Dashboard Latency() => new("pipeline-latency", "Pipeline: latency", "How long an order takes, by stretch of its way.",
    [
        Quantiles("Intake to venue call", "From the recording of an intent to the call of the venue, without what was held on purpose.", "pipeline_intake_to_venue_seconds", 1),
        Quantiles("Venue call to acknowledgement", "The venue's own time and the way there. The alert is at 2 s (p99), from 100 samples on.", "pipeline_call_to_ack_seconds", 2),
        Quantiles("Acknowledgement to first fill", "Of orders that were marketable when they were validated. The alert is at 5 s (p99), from 100 samples on.", "pipeline_ack_to_first_fill_seconds", 5),
        Quantiles("Intake to done", "From the recording of an order to its end.", "pipeline_intake_to_done_seconds", null),
        new("Stages, p99", "Time of one message in each stage, to its last confirmed follow-up.", "s",
            new Query("histogram_quantile(0.99, sum by (le, stage) (rate(pipeline_stage_seconds_bucket[5m])))", "{{stage}}")) { Width = 24 },
        new("Slippage, median", "Against the price quoted at validation, in basis points; positive is worse for the order.", "short",
            new Query("histogram_quantile(0.5, sum by (le) (rate(pipeline_slippage_bps_bucket[15m])))", "median")) { Min = null },
        new("Calls to the venue in time", "Which part of the calls was acknowledged within each time.", "percentunit",
            new Query("sum by (le) (rate(pipeline_call_to_ack_seconds_bucket[5m])) / on () group_left () sum(rate(pipeline_call_to_ack_seconds_count[5m]))", "{{le}} s")),
    ]);

    private static Dashboard Venue() => new("pipeline-venue", "Pipeline: venue health", "Whether the venue answers, and whether it sees the account as we do.",
    [
        new("Health", "Of calls, stream and clock, as each process sees it: down where nothing gets through, degraded where something is wrong.", "short", new Query("max by (venue, state) (pipeline_venue_health)", "{{venue}} {{state}}")) { Width = 24 },
        new("Breaker", "Open keeps new orders back; one tries it after a while.", "short", new Query("max by (venue, state) (pipeline_venue_breaker_state)", "{{venue}} {{state}}")) { Width = 8 },
        new("Rate left", "Which part of the venue's rate is left; 0 while it wants to be left alone. The alert is below 20 %.", "percentunit", new Query("min by (venue) (pipeline_venue_permits_left_ratio)", "{{venue}}")) { Width = 8, Threshold = 0.20 },
        new("Credentials refused", "Answers with which the venue has refused our credentials. Any is a page.", "short", new Query("sum by (venue) (increase(pipeline_venue_credentials_refused_total[5m]))", "{{venue}}")) { Width = 8 },
        new("Unknown outcomes", "Sends whose outcome nobody knew at first.", "reqps", new Query("sum(rate(pipeline_unresolved_total[5m]))", "unknown")),
        new("Oldest unknown order", $"Since its claim. The alert is at {Patience.Unknown.TotalSeconds} s.", "s", new Query("""max(pipeline_order_oldest_age_seconds{state="unresolved"})""", "unresolved")) { Threshold = Patience.Unknown.TotalSeconds },
        new("Cancels", "Cancels asked of the venue, by what it answered.", "reqps", new Query("sum by (outcome) (rate(pipeline_cancels_total[5m]))", "{{outcome}}")),
        new("Open breaks", "Where the venue says otherwise than we do.", "short", new Query("max by (kind) (pipeline_breaks_open)", "{{kind}}")),
        new("Position drift", "Symbols of which the venue holds another quantity. Any for a minute is a page.", "short", new Query("max by (venue, account) (pipeline_position_drift_symbols)", "{{venue}}/{{account}}")),
        new("Market data age", "The oldest newest quote among symbols with open orders, in session and not halted. The alert is at 5 s.", "s", new Query("max(pipeline_market_data_age_seconds)", "oldest")) { Threshold = 5 },
    ]);

    private static Dashboard OnCall() => new("pipeline-on-call", "Pipeline: on-call worklist", "What needs a person, and whether everything runs.",
    [
        new("Needs a person", "Orders held or unknown, open breaks, dead letters, halts.", "short",
            new Query("""max by (state) (pipeline_orders{state=~"held|unresolved"})""", "{{state}}"), new Query("sum(max by (kind) (pipeline_breaks_open))", "breaks"),
            new Query("sum(max by (stage) (pipeline_dead_letters_open))", "dead letters"), new Query("max(pipeline_halts_in_force)", "halts")) { Type = "stat", Width = 24 },
        new("Alerts of the pipeline", "What it has raised by itself in the last hour.", "short", By("alert", "increase(pipeline_alerts_total[1h])")) { Type = "table" },
        new("Oldest in each state", $"How long the order has had no news that waits longest. In flight the alert is at {Patience.InFlight.TotalSeconds} s.", "s", new Query("max by (state) (pipeline_order_oldest_age_seconds)", "{{state}}")) { Threshold = Patience.InFlight.TotalSeconds },
        new("Dead letters by stage", "Those that wait for a person.", "short", new Query("max by (stage) (pipeline_dead_letters_open)", "{{stage}}")),
        new("Dead letters by reason", "Messages that could not be processed, in the last hour.", "short", new Query("sum by (reason) (increase(pipeline_dead_letters_total[1h]))", "{{reason}}")),
        new("Silence of workers", $"Since each worker's last heartbeat. The alert is at {ProcessAlerts.LongestSilenceSeconds} s.", "s", new Query("time() - max by (worker, instance) (pipeline_worker_heartbeat_timestamp_seconds)", "{{worker}} {{instance}}")) { Threshold = ProcessAlerts.LongestSilenceSeconds },
        new("Ready", "What every process needs and has; 0 for 30 s is a page, of the venue by its own alerts.", "short", new Query("min by (check) (pipeline_ready)", "{{check}}")),
        new("Consumers", "Consumers of each queue; fewer than one for 30 s is a page.", "short", new Query("max by (queue) (pipeline_queue_consumers)", "{{queue}}")),
        new("Messages not sent", "Recorded, and not confirmed by the transport.", "short", new Query("max(pipeline_messages_unsent)", "unsent")),
        new("Audit chain", "How long the oldest unsealed record has waited, and whether the chain is broken.", "s", new Query("max(pipeline_audit_lag_seconds)", "lag"), new Query("max(pipeline_audit_broken)", "broken")),
        new("Notices to OpenClaw", "Notices that wait or are dead.", "short", new Query("max(pipeline_notices_waiting) or vector(0)", "waiting"), new Query("max(pipeline_notices_dead) or vector(0)", "dead")),
        new("In force", "Versions of limits and calendars, and how many processes judge by each. More than one for five minutes is a ticket.", "short", new Query("count by (version) (pipeline_limits_info)", "limits {{version}}"), new Query("count by (version) (pipeline_calendar_info)", "calendar {{version}}")) { Type = "table" },
        new("Requests not let in", "By the door's code.", "reqps", By("code", "rate(pipeline_access_refused_total[5m])")),
    ]);

    private static Dashboard Broker() => new("pipeline-rabbitmq", "Pipeline: RabbitMQ", "The broker, by its own plugin rabbitmq_prometheus (per-object metrics).",
    [
        new("Messages ready", "Messages that wait in each queue.", "short", new Query("sum by (queue) (rabbitmq_queue_messages_ready)", "{{queue}}")),
        new("Messages unacknowledged", "Messages that a consumer has and has not acknowledged.", "short", new Query("sum by (queue) (rabbitmq_queue_messages_unacked)", "{{queue}}")),
        new("Consumers", "Consumers of each queue; the error queues have none.", "short", new Query("sum by (queue) (rabbitmq_queue_consumers)", "{{queue}}")),
        new("Unroutable", "Messages that no queue wanted. Any is a page.", "short",
            new Query("sum(increase(rabbitmq_global_messages_unroutable_dropped_total[5m]))", "dropped"), new Query("sum(increase(rabbitmq_global_messages_unroutable_returned_total[5m]))", "returned")),
        new("Alarms", "1 while the broker blocks its publishers.", "short",
            new Query("max(rabbitmq_alarms_free_disk_space_watermark)", "disk"), new Query("max(rabbitmq_alarms_memory_used_watermark)", "memory")),
        new("Connections", "Open connections.", "short", new Query("sum(rabbitmq_connections)", "connections")),
        new("Memory of the broker", "What its processes use.", "bytes", new Query("sum(rabbitmq_process_resident_memory_bytes)", "resident")),
        new("Free disk", "What is left where the broker writes.", "bytes", new Query("min(rabbitmq_disk_space_available_bytes)", "available")),
    ]) { IsOfBroker = true };

    private static Dashboard Objectives() => new("pipeline-slo", "Pipeline: service levels", "How much of the error budget burns, and how fast.",
    [
        .. Objective.All.SelectMany(objective => (Panel[])
        [
            new($"Errors of {objective.Name}", $"Which part is not good: {objective.Target * 100:0.##} % {objective.Means}.", "percentunit",
                new Query(objective.SeriesOf("5m"), "5 minutes"), new Query(objective.SeriesOf("1h"), "1 hour"), new Query(objective.SeriesOf("6h"), "6 hours")) { Threshold = (double)(1 - objective.Target) },
            new($"Budget burnt by {objective.Name}", "How many times faster than it may: at 14.4 a month's budget is gone in two days.", "short",
                new Query($"{objective.SeriesOf("1h")} / {(1 - objective.Target).ToString(System.Globalization.CultureInfo.InvariantCulture)}", "1 hour"),
                new Query($"{objective.SeriesOf("1d")} / {(1 - objective.Target).ToString(System.Globalization.CultureInfo.InvariantCulture)}", "1 day")) { Threshold = 14.4 },
        ]),
    ]);

    // Each kind that there was lately; where there was none, one line says so.
    private static Query By(string label, string rate) => new($"""sum by ({label}) ({rate}) > 0 or label_replace(sum({rate}) == 0, "{label}", "none", "", "")""", $"{{{{{label}}}}}");

    private static Panel Quantiles(string title, string description, string histogram, double? threshold) => new(
        title, description, "s",
        [.. new[] { ("0.5", "p50"), ("0.95", "p95"), ("0.99", "p99") }.Select(of => new Query($"histogram_quantile({of.Item1}, sum by (le) (rate({histogram}_bucket[5m])))", of.Item2))])
    {
        Threshold = threshold,
    };
}
