using Pipeline.Messages.Fix;

namespace Pipeline.Trading.Sessions.Status;

/// <summary>
/// The market-wide circuit breaker of US equities (NYSE Rule 7.12, formerly 80B): how far the S&amp;P 500 is below its close of the day before.
/// Levels 1 and 2 halt all stocks for 15 minutes, each once a day, when they are reached up to and including 15:25, or 12:25 on a day that
/// closes early; level 3 halts them for the rest of the day, whenever it is reached.
/// </summary>
public static class MarketWideBreaker
{
    /// <summary>How long levels 1 and 2 halt.</summary>
    public static readonly TimeSpan Halt = TimeSpan.FromMinutes(15);

    /// <summary>How long before the close the last decline of level 1 or 2 is that halts.</summary>
    public static readonly TimeSpan LastBeforeClose = TimeSpan.FromMinutes(35);

    private static readonly (int Level, decimal Pct)[] Declines = [(3, 20), (2, 13), (1, 7)];

    /// <summary>The level that an index has reached: 1 to 3; 0 for none.</summary>
    /// <param name="value">The index now.</param>
    /// <param name="priorClose">Its close of the trading day before; more than zero.</param>
    public static int LevelOf(decimal value, decimal priorClose) =>
        Declines.FirstOrDefault(decline => value <= priorClose * (100 - decline.Pct) / 100).Level;

    /// <summary>The halt that an index leads to; null when it leads to none.</summary>
    /// <param name="calendar">The market that is halted.</param>
    /// <param name="value">The index now.</param>
    /// <param name="priorClose">Its close of the trading day before.</param>
    /// <param name="reached">The highest level that has been reached on the day before now; 0 for none.</param>
    /// <param name="now">The instant.</param>
    public static MarketHalt? Of(ISessionCalendar calendar, decimal value, decimal priorClose, int reached, DateTimeOffset now)
    {
        var level = LevelOf(value, priorClose);
        if (level <= reached || calendar.At(now) is not SessionStatus.Open { Session: var session })
        {
            return null;
        }

        var nextDay = calendar.NotOverAt(session.End)?.Open;
        return level == 3 ? new MarketHalt(level, nextDay)
            : now <= session.Close - LastBeforeClose ? new MarketHalt(level, now + Halt)
            : null;
    }
}

/// <summary>A halt of all stocks.</summary>
/// <param name="Level">Which decline has led to it.</param>
/// <param name="Until">First instant after it; null when the next trading day is not known.</param>
public sealed record MarketHalt(int Level, DateTimeOffset? Until)
{
    /// <summary>It as a status of the market.</summary>
    public MarketStatus StatusOf(string market, decimal value, decimal priorClose, DateTimeOffset now) => new(
        market, TradSesStatus.Halted, now, Until, $"market-wide circuit breaker, level {Level}: the index is at {value}, {(1 - (value / priorClose)) * 100:0.##} % below {priorClose}");
}
