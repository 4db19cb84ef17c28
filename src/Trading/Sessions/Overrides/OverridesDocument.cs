using System.ComponentModel;
using System.Text.Json.Serialization;

namespace Pipeline.Trading.Sessions.Overrides;

/// <summary>The overrides file as JSON: <c>{"markets": {"XNYS": [{"date": "2026-03-05", "closed": true, "reason": "day of mourning"}]}}</c>.</summary>
public sealed record OverridesDocument
{
    /// <summary>The schema of the file, for editors. Not read.</summary>
    [JsonPropertyName("$schema")]
    [Description("The schema of this file, for editors. Not read.")]
    public string? Schema { get; init; }

    /// <summary>Who has changed the file last: a name of ASCII letters, digits and . _ : -; it stands in the journal with the change.</summary>
    [Description("Who has changed this file last. It stands in the journal with the change.")]
    public string? ChangedBy { get; init; }

    /// <summary>Why; 1 to 500 characters; it stands in the journal with the change.</summary>
    [Description("Why. It stands in the journal with the change.")]
    public string? Why { get; init; }

    /// <summary>By market code, the days on which it keeps other hours than its calendar says.</summary>
    [Description("By market code, the days on which it keeps other hours than its calendar says.")]
    public required IReadOnlyDictionary<string, IReadOnlyList<DayOverride>> Markets { get; init; }
}

/// <summary>One day of one market. It is either closed or has another open, another close, or both.</summary>
public sealed record DayOverride
{
    /// <summary>The trading day in the market's zone, <c>2026-03-05</c>; each at most once for a market.</summary>
    [Description("The trading day in the market's zone, such as 2026-03-05; each at most once for a market.")]
    public required string Date { get; init; }

    /// <summary>Why, for people; 1 to 200 characters.</summary>
    [Description("Why, for people; 1 to 200 characters.")]
    public required string Reason { get; init; }

    /// <summary>True when there is no session at all; left out otherwise.</summary>
    [Description("True when there is no session at all; left out otherwise.")]
    public bool? Closed { get; init; }

    /// <summary>The open of that day on the market's clock, <c>10:30</c>; later or earlier than usual.</summary>
    [Description("The open of that day on the market's clock, such as 10:30.")]
    public string? Open { get; init; }

    /// <summary>The close of that day on the market's clock, <c>13:00</c>; earlier or later than usual.</summary>
    [Description("The close of that day on the market's clock, such as 13:00.")]
    public string? Close { get; init; }
}
