using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Pipeline.Store;
using Pipeline.Store.HaltFiles;
using Pipeline.Store.Queries;
using Pipeline.Store.Tables;
using Pipeline.Trading.Incidents;
using Pipeline.Trading.Sessions;

namespace Pipeline.Intake;

/// <summary>Sums up what happened to a strategy's orders, or to everybody's.</summary>
public sealed partial class Briefs(IStore store, IHaltFile haltFile, IProcessReadiness readiness, LiveCalendars calendars, TimeProvider clock)
{
    /// <summary>The window where none is asked for.</summary>
    public const string DefaultWindow = "1h";

    private static readonly TimeSpan Longest = TimeSpan.FromDays(7);

    /// <summary>The brief of a window.</summary>
    /// <param name="strategyId">Whose orders; null for everybody's.</param>
    /// <param name="window">How far back.</param>
    /// <param name="at">The window's end; null for now. What is in force is always told as of now.</param>
    /// <exception cref="StoreUnavailableException">The store can't be read now.</exception>
    public IncidentBrief Of(string? strategyId, TimeSpan window, DateTimeOffset? at = null) => Of(strategyId, window, at, null);

    /// <summary>The brief about an alert of the pipeline that was raised within the window.</summary>
    /// <returns>Null when it was not raised.</returns>
    public IncidentBrief? About(string code, TimeSpan window, DateTimeOffset? at = null)
    {
        var now = at ?? clock.GetUtcNow();
        return store.Read(session => BriefQuery.NewestAlert(session, code, now - window, now)) is { } raised ? Of(null, window, now, raised) : null;
    }

    /// <summary>A brief that was made by itself, as it was made: for people.</summary>
    public IncidentBrief? Made(string briefId) => Read(store.Read(session => BriefTable.Find(session, briefId)));

    /// <summary>The newest brief that was made by itself about an alert within the window.</summary>
    public IncidentBrief? NewestAbout(string alert, TimeSpan window, DateTimeOffset? at = null)
    {
        var now = at ?? clock.GetUtcNow();
        return Read(store.Read(session => BriefTable.NewestAbout(session, alert, now - window, now)));
    }

    /// <summary>The same occasion as a strategy may see it: its own orders, as they stand now.</summary>
    public IncidentBrief? Made(string briefId, string strategyId) =>
        Made(briefId) is { } made ? Of(strategyId, made.To - made.From, made.To, made.Trigger is { } trigger ? trigger with { ScopeUntrusted = null } : null) : null;

    /// <summary>Reads a window, <c>90m</c>, <c>4h</c> or <c>7d</c>: a minute to seven days.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static TimeSpan Window(string text)
    {
        var window = Duration().Match(text) is { Success: true } match ? Of(int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture), match.Groups[2].Value) : TimeSpan.Zero;
        return window > TimeSpan.Zero && window <= Longest ? window : throw new FormatException($"'{text}' is no window: write 30m, 4h or 7d, from a minute to seven days");
    }

    private IncidentBrief Of(string? strategyId, TimeSpan window, DateTimeOffset? at, BriefTrigger? trigger)
    {
        var now = at ?? clock.GetUtcNow();
        var ready = BriefReadiness.Of(readiness.Checks());
        return store.Read(session => BriefQuery.Of(session, haltFile, strategyId, window, ready, now, calendars.Now, trigger));
    }

    private static IncidentBrief? Read(BriefRow? row) => row is null ? null : JsonSerializer.Deserialize<IncidentBrief>(row.Document, Messages.PipelineJson.Options);

    private static TimeSpan Of(int number, string unit) => unit switch
    {
        "m" => TimeSpan.FromMinutes(number),
        "h" => TimeSpan.FromHours(number),
        _ => TimeSpan.FromDays(number),
    };

    [GeneratedRegex("^([0-9]{1,5})([mhd])$")]
    private static partial Regex Duration();
}
