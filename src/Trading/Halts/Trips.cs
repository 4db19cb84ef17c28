namespace Pipeline.Trading.Halts;

/// <summary>A halt that trips by itself.</summary>
/// <param name="Code">What tripped it, lower snake case.</param>
/// <param name="Scope">What it halts.</param>
/// <param name="Why">The facts and the limit.</param>
/// <param name="Mode">What it stops.</param>
public sealed record Trip(string Code, string Scope, string Why, HaltMode Mode = HaltMode.Stop)
{
    /// <summary>How the name of who has tripped begins when it is no person.</summary>
    public const string Prefix = "trip:";

    /// <summary>The halt it makes.</summary>
    public Halt At(DateTimeOffset now) => new(Scope, Prefix + Code, Why, now) { Mode = Mode };
}

/// <summary>When trading halts by itself, and what.</summary>
public static class Trips
{
    /// <summary>What an account trips that has lost too much in a day.</summary>
    public const string DailyLoss = "daily_loss";

    /// <summary>A storm of rejections halts the strategy whose orders are rejected; one of the other strategies together halts the venue.</summary>
    /// <param name="byStrategy">Rejections within the window by strategy, each counted from its last release on.</param>
    /// <param name="sinceRelease">The same, of those from the venue's last release on.</param>
    /// <param name="venue">The venue.</param>
    /// <param name="options">The limits.</param>
    public static IReadOnlyList<Trip> OfRejections(IReadOnlyDictionary<string, int> byStrategy, IReadOnlyDictionary<string, int> sinceRelease, string venue, HaltOptions options)
    {
        if (options.RejectStorm == 0)
        {
            return [];
        }

        var why = $"limit={options.RejectStorm}, window_s={options.RejectStormWindow.TotalSeconds:0.###}";
        var strategies = byStrategy.Where(strategy => strategy.Value >= options.RejectStorm).OrderBy(strategy => strategy.Key, StringComparer.Ordinal).ToList();
        var others = sinceRelease.Where(strategy => strategies.TrueForAll(tripped => tripped.Key != strategy.Key)).ToList();
        var together = others.Sum(strategy => strategy.Value);
        return
        [
            .. strategies.Select(strategy => new Trip("reject_storm", $"strategy:{strategy.Key}", $"rejections={strategy.Value}, {why}")),
            .. together >= options.RejectStorm ? new[] { new Trip("reject_storm", $"venue:{venue}", $"rejections={together}, strategies={others.Count}, {why}") } : [],
        ];
    }

    /// <summary>When our view of an account and the venue's differ in so many ways, neither can be traded on.</summary>
    public static Trip? OfBreaks(int open, string venue, HaltOptions options) => options.BreakStorm > 0 && open >= options.BreakStorm
        ? new Trip("break_storm", $"venue:{venue}", $"open_breaks={open}, limit={options.BreakStorm}")
        : null;

    /// <summary>A clock that is wrong makes every expiry, session and age of a quote wrong.</summary>
    /// <param name="offset">How far a process's clock is ahead; negative when it is behind.</param>
    /// <param name="than">Of what.</param>
    /// <param name="options">The limit.</param>
    public static Trip? OfClock(TimeSpan offset, string than, HaltOptions options) =>
        options.MaxClockOffset > TimeSpan.Zero && offset.Duration() > options.MaxClockOffset
            ? new Trip("clock_offset", HaltScope.All, $"offset_s={offset.TotalSeconds:0.###}, than={than}, limit_s={options.MaxClockOffset.TotalSeconds:0.###}")
            : null;

    /// <summary>An account that has lost too much in a day may only close what it holds.</summary>
    public static Trip? OfEquity(decimal opening, decimal equity, string venue, HaltOptions options) =>
        options.MaxDailyLoss > 0 && opening - equity > options.MaxDailyLoss
            ? new Trip(DailyLoss, $"venue:{venue}", $"opening_equity={opening}, equity={equity}, loss={opening - equity}, limit={options.MaxDailyLoss}", HaltMode.ReduceOnly)
            : null;
}
