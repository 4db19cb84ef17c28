namespace Pipeline.Trading.Sessions;

/// <summary>A market that never closes, such as crypto. Its session of a date is the UTC day.</summary>
public sealed class AlwaysOpenCalendar : ISessionCalendar
{
    // The last answer: the same for every instant of a UTC day, so one allocation a day is enough. Racing writers store equal values.
    private volatile SessionStatus.Open? _latest;

    /// <inheritdoc/>
    public string Market => "24/7";

    /// <inheritdoc/>
    public SessionStatus At(DateTimeOffset instant)
    {
        var date = DateOnly.FromDateTime(instant.UtcDateTime);
        var latest = _latest;
        if (latest?.Session.Date != date)
        {
            _latest = latest = new SessionStatus.Open(SessionOf(date));
        }

        return latest;
    }

    /// <inheritdoc/>
    public TradingSession? On(DateOnly date) => SessionOf(date);

    private static TradingSession SessionOf(DateOnly date)
    {
        var midnight = new DateTimeOffset(date, TimeOnly.MinValue, TimeSpan.Zero);
        return new(date, midnight, midnight.AddDays(1));
    }
}
