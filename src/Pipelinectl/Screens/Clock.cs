using System.Globalization;
using NodaTime;
using NodaTime.Text;

namespace Pipeline.Pipelinectl.Screens;

/// <summary>An instant on two clocks: UTC, as logs and venues have it, and the exchange's, as traders say it.</summary>
/// <param name="zone">The exchange's zone.</param>
internal sealed class Clock(DateTimeZone zone)
{
    public const string DefaultZone = "America/New_York";

    private static readonly ZonedDateTimePattern Local = ZonedDateTimePattern.CreateWithInvariantCulture("ddd HH:mm:ss.fff x", null);

    /// <summary>The zone of an IANA name, or null when there is none of that name.</summary>
    public static Clock? In(string name) => DateTimeZoneProviders.Tzdb.GetZoneOrNull(name) is { } zone ? new Clock(zone) : null;

    /// <summary>What the exchange's column is called: <c>New York</c>.</summary>
    public string City => zone.Id[(zone.Id.LastIndexOf('/') + 1)..].Replace('_', ' ');

    public static string Utc(DateTimeOffset? instant) => instant?.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture) ?? "";

    public string AtExchange(DateTimeOffset? instant) => instant is { } at ? Local.Format(Instant.FromDateTimeOffset(at).InZone(zone)) : "";
}
