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

            var yearly = yearlyHours.GetValueOrDefault(date);
            var change = market.OneOffHours.GetValueOrDefault(date)?.On(yearly) ?? yearly;
            return MarketDay.Trading(date, market, change);
        }
    }

    public MarketDay this[LocalDate date] => _days[date.DayOfYear - 1];

    // Observance can carry a holiday over the turn of the year, so the years on both sides are asked too. What looks for a free day
    // comes last, when it is known which days are free.
    private static Dictionary<LocalDate, string> HolidaysOf(MarketDefinition market, int year)
    {
        var occurrences =
            from rule in market.Holidays
            from of in Enumerable.Range(year - 1, 3)
            let date = rule.In(of)
            where date is not null
            orderby rule.NeedsFreeDay(date.Value), date
            select (rule, date: date.Value);
        var named = new Dictionary<LocalDate, string>();
        foreach (var (rule, date) in occurrences)
        {
            named.TryAdd(rule.Observe(date, named.ContainsKey), rule.Name);
        }

        foreach (var between in market.ClosesBetweenHolidays ? Between(named) : [])
        {
            named.Add(between, "day between two holidays");
        }

        return named;
    }

    private static List<LocalDate> Between(Dictionary<LocalDate, string> holidays) =>
    [
        .. holidays.Keys.Select(date => date.PlusDays(1)).Where(date => !holidays.ContainsKey(date) && holidays.ContainsKey(date.PlusDays(1))),
    ];

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
