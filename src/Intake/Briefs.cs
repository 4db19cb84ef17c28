using System.Globalization;
using System.Text.RegularExpressions;
using Pipeline.Store;
using Pipeline.Store.HaltFiles;
using Pipeline.Store.Queries;
using Pipeline.Trading.Incidents;

namespace Pipeline.Intake;

/// <summary>Sums up what happened to a strategy's orders.</summary>
public sealed partial class Briefs(IStore store, IHaltFile haltFile, IProcessReadiness readiness, TimeProvider clock)
{
    /// <summary>The window where none is asked for.</summary>
    public const string DefaultWindow = "1h";

    private static readonly TimeSpan Longest = TimeSpan.FromDays(7);

    /// <summary>The brief of a window that ends now.</summary>
    /// <param name="strategyId">Whose orders; null for everybody's.</param>
    /// <param name="window">How far back.</param>
    /// <exception cref="StoreUnavailableException">The store can't be read now.</exception>
    public IncidentBrief Of(string? strategyId, TimeSpan window)
    {
        var now = clock.GetUtcNow();
        var ready = BriefReadiness.Of(readiness.Checks());
        return store.Read(session => BriefQuery.Of(session, haltFile, strategyId, window, ready, now));
    }

    /// <summary>Reads a window, <c>90m</c>, <c>4h</c> or <c>7d</c>: a minute to seven days.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static TimeSpan Window(string text)
    {
        var window = Duration().Match(text) is { Success: true } match ? Of(int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture), match.Groups[2].Value) : TimeSpan.Zero;
        return window > TimeSpan.Zero && window <= Longest ? window : throw new FormatException($"'{text}' is no window: write 30m, 4h or 7d, from a minute to seven days");
    }

    private static TimeSpan Of(int number, string unit) => unit switch
    {
        "m" => TimeSpan.FromMinutes(number),
        "h" => TimeSpan.FromHours(number),
        _ => TimeSpan.FromDays(number),
    };

    [GeneratedRegex("^([0-9]{1,5})([mhd])$")]
    private static partial Regex Duration();
}
