using System.Globalization;
using System.Text.Json;
using NodaTime;
using Pipeline.Messages;
using Pipeline.Trading.Sessions;

namespace Pipeline.Host.Sessions;

/// <summary>Prints sessions as csv, as a table or as JSON.</summary>
internal static class SessionsPrinter
{
    private static readonly JsonSerializerOptions Json = new(PipelineJson.Options) { WriteIndented = true, NewLine = "\n" };

    /// <summary>What prints in a format; null when there is no such format.</summary>
    public static Action<TextWriter, ISessionCalendar, IEnumerable<DateOnly>>? Of(string format) => format switch
    {
        "csv" => WriteCsv,
        "table" => WriteTable,
        "json" => WriteJson,
        _ => null,
    };

    /// <summary>Prints every market with its zone and the days it is known for.</summary>
    public static void WriteMarkets(TextWriter output, IEnumerable<ISessionCalendar> calendars)
    {
        foreach (var calendar in calendars)
        {
            output.WriteLine($"{calendar.Market,-6}{calendar.Zone,-18}{calendar.First:yyyy-MM-dd} to {calendar.Last:yyyy-MM-dd}");
        }
    }

    private static void WriteCsv(TextWriter output, ISessionCalendar calendar, IEnumerable<DateOnly> days)
    {
        output.WriteLine(calendar.HasBreaks ? "date,open_utc,close_utc,break_start_utc,break_end_utc" : "date,open_utc,close_utc");
        foreach (var session in days.Select(calendar.On).OfType<TradingSession>())
        {
            output.Write($"{session.Date:yyyy-MM-dd},{Utc(session.Open)},{Utc(session.Close)}");
            output.WriteLine(calendar.HasBreaks ? $",{Utc(session.Break?.Start)},{Utc(session.Break?.End)}" : "");
        }
    }

    // Weekends without a session are left out; a weekday without one says why.
    private static void WriteTable(TextWriter output, ISessionCalendar calendar, IEnumerable<DateOnly> days)
    {
        var zone = DateTimeZoneProviders.Tzdb[calendar.Zone];
        output.WriteLine($"{"date",-16}{"open",-7}{"break",-13}{"close",-7}{"open utc",-22}{"close utc",-22}{calendar.Market}, {calendar.Zone}");
        foreach (var day in days)
        {
            if (calendar.On(day) is { } session)
            {
                var pause = session.Break is { } stop ? $"{Local(stop.Start)}-{Local(stop.End)}" : "";
                output.WriteLine(
                    $"{day:yyyy-MM-dd ddd}  {Local(session.Open),-7}{pause,-13}{Local(session.Close),-7}{Utc(session.Open),-22}{Utc(session.Close),-22}{session.Occasion}".TrimEnd());
            }
            else if (Why(day) is not "weekend" and var why)
            {
                output.WriteLine($"{day:yyyy-MM-dd ddd}  {"closed",-71}{why}");
            }
        }

        string Local(DateTimeOffset instant) => Instant.FromDateTimeOffset(instant).InZone(zone).ToString("HH:mm", CultureInfo.InvariantCulture);

        string Why(DateOnly day) =>
            calendar.At(LocalDate.FromDateOnly(day).At(LocalTime.Noon).InZoneLeniently(zone).ToDateTimeOffset()) is SessionStatus.Closed closed ? closed.Reason : "";
    }

    private static void WriteJson(TextWriter output, ISessionCalendar calendar, IEnumerable<DateOnly> days) => output.WriteLine(JsonSerializer.Serialize(
        days.Select(calendar.On).OfType<TradingSession>().Select(session => new
        {
            session.Date,
            open_utc = Utc(session.Open),
            close_utc = Utc(session.Close),
            break_start_utc = Utc(session.Break?.Start),
            break_end_utc = Utc(session.Break?.End),
            extended_open_utc = Utc(session.Extended?.Open),
            extended_close_utc = Utc(session.Extended?.Close),
            opening_auction_until_utc = Utc(session.Extended?.OpeningCutoff),
            closing_auction_until_utc = Utc(session.Extended?.ClosingCutoff),
            session.Occasion,
        }),
        Json));

    private static string? Utc(DateTimeOffset? instant) => instant?.ToUniversalTime().ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
}
