using NodaTime;

namespace Pipeline.Trading.Sessions;

/// <summary>
/// A market that trades around the clock, as crypto and currencies do. Its session of a date is the UTC day, and on its last day of the
/// week it closes at midnight UTC.
/// </summary>
/// <param name="market"><c>24/7</c> or <c>24/5</c>.</param>
/// <param name="isShutOnWeekends">Whether Saturdays and Sundays, in UTC, have no session.</param>
/// <param name="closures">Days that have none, with their occasion.</param>
public sealed class AroundTheClockCalendar(string market, bool isShutOnWeekends, IReadOnlyDictionary<LocalDate, string> closures) : ISessionCalendar
{
    // The last answer: the same for every instant of a UTC day, so one allocation a day is enough. Racing writers store equal values.
    private volatile SessionStatus.Open? _latest;

    /// <inheritdoc/>
    public string Market => market;

    /// <inheritdoc/>
    public string Zone => DateTimeZone.Utc.Id;

    /// <inheritdoc/>
    public DateOnly First { get; } = new(1970, 1, 1);

    /// <inheritdoc/>
    public DateOnly Last { get; } = new(2199, 12, 31);

    /// <inheritdoc/>
    public bool HasBreaks => false;

    /// <inheritdoc/>
    public SessionStatus At(DateTimeOffset instant)
    {
        var date = DateOnly.FromDateTime(instant.UtcDateTime);
        var latest = _latest;
        if (latest?.Session.Date == date)
        {
            return latest;
        }

        if (date < First || date > Last)
        {
            return new SessionStatus.Unknown($"{Market} is known from {First:yyyy-MM-dd} to {Last:yyyy-MM-dd} only");
        }

        if (On(date) is { } session)
        {
            return _latest = new SessionStatus.Open(session);
        }

        return new SessionStatus.Closed(
            NotOverAt(instant)?.Open, closures.TryGetValue(LocalDate.FromDateOnly(date), out var occasion) ? $"closed: {occasion}" : "weekend");
    }

    /// <inheritdoc/>
    public TradingSession? On(DateOnly date)
    {
        if (date < First || date > Last || (isShutOnWeekends && date.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday)
            || closures.ContainsKey(LocalDate.FromDateOnly(date)))
        {
            return null;
        }

        var midnight = new DateTimeOffset(date, TimeOnly.MinValue, TimeSpan.Zero);
        return new(date, midnight, midnight.AddDays(1));
    }

    /// <inheritdoc/>
    public TradingSession? NotOverAt(DateTimeOffset instant)
    {
        for (var date = DateOnly.FromDateTime(instant.UtcDateTime); date <= Last; date = date.AddDays(1))
        {
            if (On(date) is { } session)
            {
                return session;
            }
        }

        return null;
    }
}
