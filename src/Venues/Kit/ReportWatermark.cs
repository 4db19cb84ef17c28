using System.Globalization;

namespace Pipeline.Venues.Kit;

/// <summary>How far reports are booked.</summary>
/// <param name="Since">Every event up to here, in the venue's time, is among the reports covered; null before the first look.</param>
/// <param name="OldestOpen">
/// When the oldest order was placed that was open then: what changed since was placed no earlier. Null when none was open.
/// </param>
/// <param name="Run">Which run of the adapter counted <paramref name="Seq"/>.</param>
/// <param name="Seq">The last report covered, in that run's count.</param>
public sealed record ReportWatermark(DateTimeOffset? Since, DateTimeOffset? OldestOpen, long Run, long Seq)
{
    private const char Separator = '|';

    /// <exception cref="FormatException">The text is no watermark of this adapter.</exception>
    public static ReportWatermark Parse(string text)
    {
        var parts = text.Split(Separator);
        if (parts.Length == 4
            && TryTime(parts[0], out var since) && TryTime(parts[1], out var oldestOpen)
            && long.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out var run)
            && long.TryParse(parts[3], NumberStyles.None, CultureInfo.InvariantCulture, out var seq))
        {
            return new ReportWatermark(since, oldestOpen, run, seq);
        }

        throw new FormatException($"'{Untrusted.Cap(text)}' is no watermark of this venue's reports");
    }

    public override string ToString() => string.Join(Separator, Time(Since), Time(OldestOpen), Run, Seq);

    private static string Time(DateTimeOffset? time) => time?.ToUniversalTime().ToString("O") ?? "";

    private static bool TryTime(string text, out DateTimeOffset? time)
    {
        var isTime = DateTimeOffset.TryParseExact(text, "O", CultureInfo.InvariantCulture, DateTimeStyles.None, out var parsed);
        time = isTime ? parsed : null;
        return isTime || text.Length == 0;
    }
}
