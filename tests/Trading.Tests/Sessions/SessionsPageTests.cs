using System.Reflection;
using System.Text;
using NodaTime;
using NUnit.Framework;
using Pipeline.Trading.Sessions;
using Pipeline.Trading.Sessions.Status;
using Pipeline.Trading.Sessions.Markets;
using Pipeline.Trading.Tests.Orders;

namespace Pipeline.Trading.Tests.Sessions;

/// <summary>docs/sessions.md says what the code does.</summary>
public sealed class SessionsPageTests
{
    [Test]
    public void The_odd_days_on_the_page_are_those_of_the_calendars() => Page.IsFresh("sessions.md", Generated());

    [Test]
    public void Every_code_is_explained_on_the_page()
    {
        var codes = new[] { typeof(OrderSession), typeof(SymbolTrading) }.SelectMany(type => type.GetFields(BindingFlags.Public | BindingFlags.Static))
            .Where(field => field.IsLiteral).Select(field => (string)field.GetRawConstantValue()!).Append(SessionGate.Unknown);

        Assert.That(codes.Where(code => !Page.Read("sessions.md").Contains($"| `{code}` |", StringComparison.Ordinal)), Is.Empty);
    }

    [Test]
    public void Every_market_is_on_the_page() =>
        Assert.That(KnownMarkets.Codes.Where(code => !Page.Read("sessions.md").Contains($"| `{code}` |", StringComparison.Ordinal)), Is.Empty);

    private static string Generated()
    {
        var page = new StringBuilder();
        page.Append("### XNYS by year\n\n| year | sessions | closed weekdays | early closes |\n|---|---|---|---|\n");
        var newYork = SessionCalendars.Default["XNYS"];
        for (var year = newYork.First.Year; year <= newYork.Last.Year; year++)
        {
            var weekdays = Weekdays(new(year, 1, 1), new(year, 12, 31)).ToList();
            var closed = weekdays.Where(day => newYork.On(day) is null).Select(Short);
            var early = weekdays.Where(day => newYork.On(day) is { } session && Local(newYork, session.Close) == new LocalTime(13, 0)).Select(Short);
            page.Append($"| {year} | {weekdays.Count(day => newYork.On(day) is not null)} | {string.Join(", ", closed)} | {string.Join(", ", early)} |\n");
        }

        page.Append("\n### What happened once\n\n| market | day | what | why |\n|---|---|---|---|\n");
        foreach (var market in KnownMarkets.WithHours.Values)
        {
            foreach (var (day, what, why) in OneOffs(market))
            {
                page.Append($"| `{market.Market}` | {day:uuuu-MM-dd} | {what} | {why} |\n");
            }
        }

        return page.ToString();
    }

    private static IEnumerable<(LocalDate Day, string What, string Why)> OneOffs(MarketDefinition market) =>
        market.OneOffClosures.Select(closure => (closure.Key, "closed", closure.Value))
            .Concat(market.OneOffHours.Select(hours => (hours.Key, Said(hours.Value), hours.Value.Name)))
            .OrderBy(one => one.Key);

    private static string Said(HoursChange change) => string.Join(", ", new[]
    {
        change.Open is { } open ? $"opened {open:HH:mm}" : null,
        change.Close is { } close ? $"closed {close:HH:mm}" : null,
        change.Break is { } pause ? $"halted {pause.Start:HH:mm} to {pause.End:HH:mm}" : null,
    }.OfType<string>());

    private static IEnumerable<DateOnly> Weekdays(DateOnly first, DateOnly last) =>
        NewYork.DaysFrom(first, last).Where(day => day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday));

    private static string Short(DateOnly day) => $"{day:MM-dd}";

    private static LocalTime Local(ISessionCalendar calendar, DateTimeOffset instant) =>
        Instant.FromDateTimeOffset(instant).InZone(DateTimeZoneProviders.Tzdb[calendar.Zone]).TimeOfDay;
}
