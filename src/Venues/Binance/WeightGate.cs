namespace Pipeline.Venues.Binance;

/// <summary>
/// Keeps lists from using up the weight that orders, and questions about them, need: once a part of the minute's weight is used, by whomever, a list waits
/// for the next minute. Without it many pairs would end in a 429, which keeps everybody away.
/// </summary>
/// <param name="offset">How far Binance's clock is ahead: the minutes are Binance's.</param>
/// <param name="clock">Ours.</param>
/// <remarks>Source: rest-api.md, IP Limits: 6,000 a minute, counted by the address of who asks and told with every answer.</remarks>
internal sealed class WeightGate(ServerOffset offset, TimeProvider clock)
{
    /// <summary>Of 6,000. A list weighs 80 at most, so that what is kept free has room for hundreds of orders and questions.</summary>
    public const int ForLists = 4800;

    // When the minute turns is known to the length of a request.
    private static readonly TimeSpan Late = TimeSpan.FromMilliseconds(250);

    // Other calls may hear sooner that the minute has turned.
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(1);

    private readonly Lock gate = new();
    private int used;
    private long minute;

    private DateTimeOffset BinanceTime => clock.GetUtcNow() + (offset.Last?.Offset ?? TimeSpan.Zero);

    /// <summary>Which of Binance's minutes it is now.</summary>
    public long Minute => MinuteOf(BinanceTime);

    /// <summary>
    /// Binance has said how much of a minute's weight is used. An answer speaks of the minute in which it was asked for, also when that is over; the last word counts, since
    /// within a minute it only grows, so that less of it says that the minute has turned at Binance's.
    /// </summary>
    public void Note(int weight, long askedInMinute)
    {
        lock (gate)
        {
            if (askedInMinute >= minute)
            {
                (minute, used) = (askedInMinute, weight);
            }
        }
    }

    /// <summary>Returns when a list may be asked for.</summary>
    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        while (Left() is var left && left > TimeSpan.Zero)
        {
            await Task.Delay(left < LookAgain ? left : LookAgain, clock, cancellationToken).ConfigureAwait(false);
        }
    }

    private TimeSpan Left()
    {
        var now = BinanceTime;
        lock (gate)
        {
            return used < ForLists || MinuteOf(now) != minute ? TimeSpan.Zero : DateTimeOffset.UnixEpoch + TimeSpan.FromMinutes(minute + 1) + Late - now;
        }
    }

    private static long MinuteOf(DateTimeOffset time) => time.ToUnixTimeSeconds() / 60;
}
