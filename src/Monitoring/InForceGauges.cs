using Pipeline.Metering;
using Pipeline.Store.Limits;
using Pipeline.Trading.Sessions;
using Prometheus;

namespace Pipeline.Monitoring;

/// <summary>By what this process judges. Each tells of its own, not of what the store has: so processes that differ show.</summary>
/// <param name="limits">The limits in force here; null in a process that does not judge by any.</param>
/// <param name="calendars">The calendars in force here; null in one that does not judge by them.</param>
public sealed class InForceGauges(LimitsInForce? limits, LiveCalendars? calendars) : IProcessGauge
{
    private const string None = "none";
    private const int VersionLength = 16;

    private static readonly Label Version = Label.Open("version", "first 16 hex digits of the file's SHA-256, or none");

    internal static readonly Gauge Limits = Meters.Gauge("pipeline_limits_info", "1", "The limits that a process judges by.", Version);

    internal static readonly Gauge Calendar = Meters.Gauge("pipeline_calendar_info", "1", "The overrides of market calendars that a process judges by.", Version);

    public void Observe()
    {
        if (limits is not null)
        {
            SetOnly(Limits, limits.Book.Hash is { Length: >= VersionLength } hash ? hash[..VersionLength] : None);
        }

        if (calendars is not null)
        {
            SetOnly(Calendar, calendars.Now.Overrides.Version);
        }
    }

    // The version before is gone with the next.
    private static void SetOnly(Gauge info, string version)
    {
        foreach (var old in info.GetAllLabelValues().Where(values => values[0] != version).ToList())
        {
            info.RemoveLabelled(old);
        }

        info.WithLabels(version).Set(1);
    }
}
