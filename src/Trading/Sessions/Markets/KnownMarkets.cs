using System.Collections.Immutable;
using NodaTime;

namespace Pipeline.Trading.Sessions.Markets;

/// <summary>Every market there is a calendar of.</summary>
public static class KnownMarkets
{
    /// <summary>A market that never closes, such as crypto.</summary>
    public const string AroundTheClock = "24/7";

    /// <summary>A market that closes on weekends alone, from midnight to midnight UTC.</summary>
    public const string OnWeekdays = "24/5";

    private static readonly Dictionary<string, MarketDefinition> Definitions =
        new MarketDefinition[] { Xnys.Definition, Xnas.Definition, Xlon.Definition, Xetr.Definition, Xtks.Definition, Cmes.Definition }
            .ToDictionary(market => market.Market);

    /// <summary>Their codes.</summary>
    public static IReadOnlyList<string> Codes { get; } = [.. Definitions.Keys, AroundTheClock, OnWeekdays];

    /// <summary>The markets that have hours, and so may have other ones on a day.</summary>
    public static IReadOnlyDictionary<string, MarketDefinition> WithHours => Definitions;

    /// <summary>The calendar of a market.</summary>
    /// <param name="code">One of <see cref="Codes"/>.</param>
    /// <param name="closures">Days that are closed on top of what the market is known to close.</param>
    /// <param name="hours">Days that have other hours.</param>
    /// <exception cref="KeyNotFoundException">There is no such market.</exception>
    public static ISessionCalendar Calendar(
        string code, IReadOnlyDictionary<LocalDate, string> closures, IReadOnlyDictionary<LocalDate, HoursChange> hours) => code switch
    {
        AroundTheClock => new AroundTheClockCalendar(code, isShutOnWeekends: false, closures),
        OnWeekdays => new AroundTheClockCalendar(code, isShutOnWeekends: true, closures),
        _ => new RuleCalendar(With(Definitions[code], closures, hours)),
    };

    private static MarketDefinition With(
        MarketDefinition market, IReadOnlyDictionary<LocalDate, string> closures, IReadOnlyDictionary<LocalDate, HoursChange> hours) => market with
    {
        OneOffClosures = market.OneOffClosures.SetItems(closures),
        OneOffHours = market.OneOffHours.SetItems(
            hours.Select(day => KeyValuePair.Create(day.Key, day.Value.On(market.OneOffHours.GetValueOrDefault(day.Key))))),
    };
}
