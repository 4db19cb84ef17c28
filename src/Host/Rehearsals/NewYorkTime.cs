using System.Globalization;
using NodaTime;
using NodaTime.Text;
using Pipeline.Host.Options;

namespace Pipeline.Host.Rehearsals;

/// <summary>Times as a rehearsal's reader writes and reads them: on the clock of New York.</summary>
internal static class NewYorkTime
{
    private static readonly DateTimeZone Zone = DateTimeZoneProviders.Tzdb["America/New_York"];
    private static readonly ZonedDateTimePattern Pattern =
        ZonedDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd HH:mm:ss;FFF x", DateTimeZoneProviders.Tzdb);

    // What the calendar knows that knows most. A clock beyond would walk through centuries of days, and fall off their end.
    private const int FirstYear = 1970;
    private const int LastYear = 2199;

    /// <summary>Reads an instant with an offset, or a time of day such as <c>10:30</c>, which is that time on <paramref name="day"/>.</summary>
    /// <exception cref="FormatException">The text is neither, or an instant that no calendar knows.</exception>
    public static DateTimeOffset Parse(string text, DateOnly day)
    {
        if (TimeOnly.TryParseExact(text, ["HH:mm", "HH:mm:ss", "HH:mm:ss.FFFFFFF"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var time))
        {
            return LocalDate.FromDateOnly(day).At(LocalTime.FromTimeOnly(time)).InZoneLeniently(Zone).ToInstant().ToDateTimeOffset();
        }

        DateTimeOffset instant;
        try
        {
            instant = (DateTimeOffset)SettingValue.Parse(text, typeof(DateTimeOffset))!;
        }
        catch (FormatException e)
        {
            throw new FormatException($"{e.Message}, or a time of day in New York such as 10:30", e);
        }

        return instant.Year is >= FirstYear and <= LastYear ? instant : throw new FormatException($"is not within {FirstYear} and {LastYear}, which is all that calendars know");
    }

    /// <summary>The instant on New York's clock, with the zone's name: <c>2014-06-05 09:30:00 EDT</c>.</summary>
    public static string Format(DateTimeOffset instant) => Pattern.Format(Instant.FromDateTimeOffset(instant).InZone(Zone));

    /// <summary>The day it is in New York.</summary>
    public static DateOnly DayOf(DateTimeOffset instant) => Instant.FromDateTimeOffset(instant).InZone(Zone).Date.ToDateOnly();
}
