using System.Collections.Immutable;
using NodaTime;

namespace Pipeline.Trading.Sessions.Overrides;

/// <summary>What an operator has said about single days of markets, understood and checked.</summary>
public sealed class SessionOverrides
{
    private readonly IReadOnlyDictionary<string, ImmutableDictionary<LocalDate, string>> closures;
    private readonly IReadOnlyDictionary<string, ImmutableDictionary<LocalDate, HoursChange>> hours;

    internal SessionOverrides(
        string version,
        IReadOnlyDictionary<string, ImmutableDictionary<LocalDate, string>> closures,
        IReadOnlyDictionary<string, ImmutableDictionary<LocalDate, HoursChange>> hours) =>
        (Version, this.closures, this.hours) = (version, closures, hours);

    /// <summary>Nothing is overridden.</summary>
    public static SessionOverrides None { get; } = new(
        "none", new Dictionary<string, ImmutableDictionary<LocalDate, string>>(), new Dictionary<string, ImmutableDictionary<LocalDate, HoursChange>>());

    /// <summary>The first 16 hex digits of the file's SHA-256, or <c>none</c>: the same in every process that reads the same text.</summary>
    public string Version { get; }

    /// <summary>Who has changed the file last and why, in its own words.</summary>
    public FileChange Change { get; init; } = FileChange.Unsaid;

    /// <summary>How many days there are, over all markets.</summary>
    public int Days => closures.Values.Sum(days => days.Count) + hours.Values.Sum(days => days.Count);

    /// <summary>The days a market is closed, with their reasons.</summary>
    public ImmutableDictionary<LocalDate, string> ClosuresOf(string market) => closures.GetValueOrDefault(market, ImmutableDictionary<LocalDate, string>.Empty);

    /// <summary>The days a market has other hours.</summary>
    public ImmutableDictionary<LocalDate, HoursChange> HoursOf(string market) => hours.GetValueOrDefault(market, ImmutableDictionary<LocalDate, HoursChange>.Empty);

    /// <summary>Each of them in a line for people: <c>XNYS 2026-03-05 closed: day of mourning</c>.</summary>
    public IReadOnlyList<string> Described() =>
    [
        .. closures.SelectMany(market => market.Value.Select(day => $"{market.Key} {day.Key:uuuu-MM-dd} closed: {day.Value}"))
            .Concat(hours.SelectMany(market => market.Value.Select(day => $"{market.Key} {day.Key:uuuu-MM-dd} {HoursOf(day.Value)}: {day.Value.Name}")))
            .Order(StringComparer.Ordinal),
    ];

    private static string HoursOf(HoursChange change) => string.Join(
        ", ", new[] { change.Open is { } open ? $"open {open:HH:mm}" : null, change.Close is { } close ? $"close {close:HH:mm}" : null }.OfType<string>());
}
