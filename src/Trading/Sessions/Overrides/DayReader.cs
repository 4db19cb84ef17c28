using NodaTime;
using NodaTime.Text;
using Pipeline.Trading.Sessions.Markets;

namespace Pipeline.Trading.Sessions.Overrides;

/// <summary>Understands the days of one market, and says what is wrong with those that make no sense.</summary>
internal sealed class DayReader(string market, List<string> faults)
{
    private const int LongestReason = 200;

    private static readonly LocalTimePattern Clock = LocalTimePattern.CreateWithInvariantCulture("HH':'mm");

    private readonly ISessionCalendar published = SessionCalendars.Default[market];

    public Dictionary<LocalDate, string> Closures { get; } = [];

    public Dictionary<LocalDate, HoursChange> Hours { get; } = [];

    public void Read(DayOverride day, string path)
    {
        if (day.Reason.Length is 0 or > LongestReason)
        {
            faults.Add($"{path}.reason: must have 1 to {LongestReason} characters");
        }

        if (LocalDatePattern.Iso.Parse(day.Date) is not { Success: true, Value: var date })
        {
            faults.Add($"{path}.date: '{day.Date}' is no day; write 2026-03-05");
        }
        else if (date < LocalDate.FromDateOnly(published.First) || date > LocalDate.FromDateOnly(published.Last))
        {
            faults.Add($"{path}.date: {market} is known from {published.First:yyyy-MM-dd} to {published.Last:yyyy-MM-dd} only");
        }
        else if (Closures.ContainsKey(date) || Hours.ContainsKey(date))
        {
            faults.Add($"{path}.date: {market} has {day.Date} twice");
        }
        else if (day.Closed == true == (day.Open is not null || day.Close is not null))
        {
            faults.Add($"{path}: say either \"closed\": true, or \"open\", \"close\" or both");
        }
        else if (day.Closed == true)
        {
            Closures.Add(date, day.Reason);
        }
        else
        {
            ReadHours(day, date, path);
        }
    }

    private void ReadHours(DayOverride day, LocalDate date, string path)
    {
        if (!KnownMarkets.WithHours.TryGetValue(market, out var definition))
        {
            faults.Add($"{path}: {market} has no hours; a day of it can only be closed");
            return;
        }

        if (published.On(date.ToDateOnly()) is null)
        {
            faults.Add($"{path}.date: {market} has no session on {day.Date} whose hours could be others");
            return;
        }

        if (Time(day.Open, $"{path}.open", out var open) && Time(day.Close, $"{path}.close", out var close))
        {
            var change = new HoursChange(day.Reason) { Open = open, Close = close };
            var changed = KnownMarkets.Calendar(market, new Dictionary<LocalDate, string>(), new Dictionary<LocalDate, HoursChange> { [date] = change }).On(date.ToDateOnly());
            if (changed!.Open >= changed.Close)
            {
                faults.Add($"{path}: the session would open at {changed.Open:HH:mm}Z and close at {changed.Close:HH:mm}Z");
            }

            if (published.On(date.ToDateOnly())?.Break is { } pause)
            {
                RefuseInBreak(changed, pause, path);
            }

            Hours.Add(date, change);
        }
    }

    // Nobody can say whether the market trades in its break then; at its end it may open, and at its start it may close.
    private void RefuseInBreak(TradingSession changed, SessionBreak pause, string path)
    {
        if (pause.Start <= changed.Open && changed.Open < pause.End)
        {
            faults.Add($"{path}.open: {market} has a break from {Local(pause.Start)} to {Local(pause.End)} and can't open in it; write {Local(pause.End)}, or a time outside it");
        }

        if (pause.Start < changed.Close && changed.Close <= pause.End)
        {
            faults.Add($"{path}.close: {market} has a break from {Local(pause.Start)} to {Local(pause.End)} and can't close in it; write {Local(pause.Start)}, or a time outside it");
        }
    }

    private string Local(DateTimeOffset time) =>
        Clock.Format(Instant.FromDateTimeOffset(time).InZone(DateTimeZoneProviders.Tzdb[published.Zone]).TimeOfDay);

    private bool Time(string? text, string path, out LocalTime? time)
    {
        time = null;
        if (text is null)
        {
            return true;
        }

        if (Clock.Parse(text) is { Success: true, Value: var parsed })
        {
            time = parsed;
            return true;
        }

        faults.Add($"{path}: '{text}' is no time of day; write 13:00");
        return false;
    }
}
