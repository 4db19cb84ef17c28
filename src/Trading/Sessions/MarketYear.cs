using NodaTime;

namespace Pipeline.Trading.Sessions;

/// <summary>All days of one year of a market, worked out from its definition.</summary>
internal sealed class MarketYear
{
    private static readonly MarketDay Weekend = MarketDay.Closed("weekend");

    private readonly MarketDay[] _days;

    public MarketYear(MarketDefinition market, int year)
    {
        var holidays = HolidaysOf(market, year);
        var yearlyHours = YearlyHoursOf(market, year);
        _days = new MarketDay[CalendarSystem.Iso.GetDaysInYear(year)];
        for (var i = 0; i < _days.Length; i++)
        {
            _days[i] = Resolve(new LocalDate(year, 1, 1).PlusDays(i));
        }

        MarketDay Resolve(LocalDate date)
        {
            if (date.DayOfWeek is IsoDayOfWeek.Saturday or IsoDayOfWeek.Sunday)
            {
                return Weekend;
            }

            if (market.OneOffClosures.TryGetValue(date, out var occasion))
            {
                return MarketDay.Closed($"closed: {occasion}");
            }

            if (holidays.TryGetValue(date, out var holiday))
            {
                return MarketDay.Closed($"holiday: {holiday}");
            }

            var change = market.OneOffHours.GetValueOrDefault(date) ?? yearlyHours.GetValueOrDefault(date);
            return MarketDay.Trading(date, market.Zone, market.RegularHours, change);
        }
    }

    public MarketDay this[LocalDate date] => _days[date.DayOfYear - 1];

    // Observance can carry a holiday over the turn of the year, so the years on both sides are asked too.
    private static Dictionary<LocalDate, string> HolidaysOf(MarketDefinition market, int year)
    {
        var named = new Dictionary<LocalDate, string>();
        foreach (var rule in market.Holidays)
        {
            for (var of = year - 1; of <= year + 1; of++)
            {
                if (rule.ObservedIn(of) is { } date)
                {
                    named.TryAdd(date, rule.Name);
                }
            }
        }

        return named;
    }

    private static Dictionary<LocalDate, HoursChange> YearlyHoursOf(MarketDefinition market, int year)
    {
        var changes = new Dictionary<LocalDate, HoursChange>();
        foreach (var rule in market.YearlyHours)
        {
            if (rule.In(year) is { } date)
            {
                changes.TryAdd(date, rule.Change);
            }
        }

        return changes;
    }
}
