using Pipeline.Trading.Orders;
using static Pipeline.Monitoring.Rules.AlertRule;

namespace Pipeline.Monitoring.Rules;

/// <summary>Every alert of the monitoring system.</summary>
public static class AlertRules
{
    private static readonly TimeSpan AtOnce = TimeSpan.Zero;

    public static IReadOnlyList<AlertRule> All { get; } =
    [
        .. RaisedAlerts.NeverEvents,
        new(
            "PipelineOrderUnknown", $$"""max(pipeline_order_oldest_age_seconds{state="unresolved"}) > {{Patience.Unknown.TotalSeconds}}""", AtOnce, Page,
            "An order has been unknown for {{ $value | humanizeDuration }}.", "It may be at the venue, and its exposure stays reserved."),

        // How old orders are is read seldom from the store, up to half a minute apart, and permits are told of every second: once there are permits
        // again the line that has waited for them is worked off, and only then does its age say so. A twelfth of two minutes is as long as an order must have waited; a rate
        // that is used up for a moment now and then holds nothing up for so long.
        new(
            "PipelineOrderStuckInFlight",
            $$"""
            max by (state) (pipeline_order_oldest_age_seconds{state=~"proposed|validated|submitting"}) > {{Patience.InFlight.TotalSeconds}}
            or (max by (state) (pipeline_order_oldest_age_seconds{state="released"}) > {{Patience.InFlight.TotalSeconds}} unless on () (min(pipeline_venue_permits_left_ratio) == 0 or min(quantile_over_time(0.08, pipeline_venue_permits_left_ratio[2m])) == 0))
            """, AtOnce, Page,
            "An order has been {{ $labels.state }} for {{ $value | humanizeDuration }}.",
            "An order on its way waits for nothing longer than a venue's processing limit; while a venue's rate is used up, and where it was for ten of the last 120 seconds, PipelineVenueRateLimitLow tells of those that wait for a permit."),
        new(
            "PipelineRejectRate",
            """
            sum(increase(pipeline_venue_rejects_total[5m])) / sum(increase(pipeline_submissions_total{outcome=~"acknowledged|rejected|unknown"}[5m])) > 0.10
            and sum(increase(pipeline_intents_total{outcome="taken"}[5m])) >= 20
            """, AtOnce, Page,
            "The venue rejects {{ $value | humanizePercentage }} of the orders.", "Something is wrong with the account, the symbols or the prices that the agent asks for.")
            { IsInGrafana = true },
        new(
            "PipelineRejectSpike",
            """
            sum(increase(pipeline_venue_rejects_total[5m])) > 5 * sum(increase(pipeline_venue_rejects_total[1h] offset 5m)) / 12
            and sum(increase(pipeline_venue_rejects_total[5m])) >= 10
            """, AtOnce, Page,
            "{{ $value | humanize }} rejects in five minutes, five times as many as in the hour before.", "What has worked an hour ago works no more.")
            { IsInGrafana = true },
        // By a rule, the session or a halt: an order that ended while it was held was not denied for what it asks.
        new(
            "PipelineDenialRate",
            """
            sum(increase(pipeline_denials_total{stage=~"validation|session|submission",code!~"CANCELED|NOTHING_LEFT"}[5m]))
              / (sum(increase(pipeline_denials_total{stage="validation",code!~"CANCELED|NOTHING_LEFT"}[5m])) + sum(increase(pipeline_validation_accepted_total[5m]))) > 0.50
            and sum(increase(pipeline_intents_total{outcome="taken"}[5m])) >= 20
            """, TimeSpan.FromMinutes(1), Ticket,
            "The pipeline denies {{ $value | humanizePercentage }} of the orders.", "The agent asks for what its limits or the session forbid, again and again.")
            { IsInGrafana = true },
        new(
            "PipelineAckLatency",
            """
            histogram_quantile(0.99, sum by (le) (rate(pipeline_call_to_ack_seconds_bucket[5m]))) > 2
            and on () sum(increase(pipeline_call_to_ack_seconds_count[5m])) >= 100
            """, AtOnce, Page,
            "The venue takes {{ $value | humanizeDuration }} to acknowledge (p99).", "Slow answers become unknown orders.")
            { IsInGrafana = true },
        new(
            "PipelineFillLatency",
            """
            histogram_quantile(0.99, sum by (le) (rate(pipeline_ack_to_first_fill_seconds_bucket[5m]))) > 5
            and on () sum(increase(pipeline_ack_to_first_fill_seconds_count[5m])) >= 100
            """, AtOnce, Ticket,
            "Marketable orders wait {{ $value | humanizeDuration }} for their first fill (p99).", "Fills come late, or are told late: positions are behind.")
            { IsInGrafana = true },
        new(
            "PipelinePositionDrift", "max by (venue, account) (pipeline_position_drift_symbols) > 0", TimeSpan.FromMinutes(1), Page,
            "The venue holds another quantity of {{ $value }} symbols than we do.", "Every check counts with positions."),
        new(
            "PipelineDeadLetters", "max by (stage) (pipeline_dead_letters_open) > 0", TimeSpan.FromMinutes(1), Page,
            "{{ $value }} dead letters of {{ $labels.stage }} wait for a person.", "Nothing is dropped, and nothing goes on by itself either."),
        new(
            "PipelineMarketDataStale", "max(pipeline_market_data_age_seconds) > 5", TimeSpan.FromSeconds(10), Page,
            "The oldest quote that matters is {{ $value | humanizeDuration }} old.", "Prices bound orders; validation holds new ones without a fresh quote."),
        new(
            "PipelineVenueRateLimitLow", "min by (venue) (pipeline_venue_permits_left_ratio) < 0.20", TimeSpan.FromSeconds(30), Ticket,
            "{{ $value | humanizePercentage }} of {{ $labels.venue }}'s rate is left.", "A 429 stops everything for a while, cancels too."),
        new(
            "PipelineVenueBreakerOpen", """max by (venue) (avg_over_time(pipeline_venue_breaker_state{state="open"}[1m])) > 0.2""", TimeSpan.FromSeconds(30), Page,
            "{{ $labels.venue }} does not answer: new orders are kept back.", "New orders wait; cancels are still tried."),
        new(
            "PipelineVenueDown", """max by (venue) (pipeline_venue_health{state="down"}) > 0""", TimeSpan.FromMinutes(2), Page,
            "Nothing gets through to {{ $labels.venue }}.", "Nothing is sent, canceled or found out: it does not answer, or wants to be left alone."),
        new(
            "PipelineVenueDegraded", """max by (venue) (pipeline_venue_health{state=~"degraded|down"}) > 0""", TimeSpan.FromMinutes(10), Ticket,
            "Something is wrong with the way to {{ $labels.venue }}.", "Its stream is lost, its clock is another, or it does not answer every call: what is known of it comes late."),
        new(
            "PipelineVenueCredentialsRefused", "sum by (venue) (increase(pipeline_venue_credentials_refused_total[5m])) > 0", AtOnce, Page,
            "{{ $labels.venue }} refuses our credentials.", "Nothing can be sent, canceled or found out."),
        .. ProcessAlerts.All,
        .. RaisedAlerts.Others,
        .. Objective.All.SelectMany(objective => objective.Alerts),
    ];

    public static AlertRule? Find(string name) => All.FirstOrDefault(rule => rule.Name == name);
}
