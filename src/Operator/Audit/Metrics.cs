using Pipeline.Metering;
using Prometheus;

namespace Pipeline.Operator.Audit;

/// <summary>What is measured of the audit chain.</summary>
internal static class Metrics
{
    private static readonly Label Target = Label.Open("target", "where the head goes: file or url");

    private static readonly Gauge Sealed = Meters.Gauge("pipeline_audit_sealed_records", "records", "Records of the journal that are sealed in the audit chain.");

    private static readonly Gauge SealedAt = Meters.Gauge(
        "pipeline_audit_last_seal_timestamp_seconds", "seconds", "When the newest seal was made, in Unix time; a journal in which nothing happens needs none.");

    private static readonly Gauge Lag = Meters.Gauge(
        "pipeline_audit_lag_seconds", "seconds", "How long the oldest committed record that is not sealed has been seen to wait; 0 when all are sealed.");

    private static readonly Gauge Broken = Meters.Gauge(
        "pipeline_audit_broken", "0 or 1", "1 when a record or a seal was found that is not as it was sealed.");

    private static readonly Counter Exports = Meters.Counter(
        "pipeline_audit_exports_total", "exports", "Exports of the chain's head by target and outcome.", Target, Label.Of("outcome", ["done", "failed"]));

    private static readonly Gauge Exported = Meters.Gauge(
        "pipeline_audit_exported_seq", "journal sequence", "Journal sequence of the last head that was exported, by target.", Target);

    private static readonly Counter Checked = Meters.Counter(
        "pipeline_audit_checked_records_total", "records", "Sealed records that were compared with their seals again.");

    public static void Observe(long records, DateTimeOffset? sealedAt, TimeSpan lag, bool isBroken)
    {
        Sealed.Set(records);
        SealedAt.Set(sealedAt?.ToUnixTimeMilliseconds() / 1000.0 ?? 0);
        Lag.Set(lag.TotalSeconds);
        Broken.Set(isBroken ? 1 : 0);
    }

    public static void CountExport(string target, bool isDone) => Exports.WithLabels(target, isDone ? "done" : "failed").Inc();

    public static void SetExported(string target, long seq) => Exported.WithLabels(target).Set(seq);

    public static void CountChecked(long records) => Checked.Inc(records);
}
