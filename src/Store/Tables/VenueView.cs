using Pipeline.Trading.Health;

namespace Pipeline.Store.Tables;

/// <summary>How a process sees the way to the venue.</summary>
public sealed record VenueView
{
    /// <summary>Which: its machine and its number there.</summary>
    public required string Process { get; init; }

    public required string Venue { get; init; }

    /// <summary>The workers that it hosts.</summary>
    public required IReadOnlyList<string> Workers { get; init; }

    public required VenueState State { get; init; }

    /// <summary>What is wrong; none where it is healthy.</summary>
    public required IReadOnlyList<string> Reasons { get; init; }

    /// <summary>closed, half_open or open; null in a process that sends nothing.</summary>
    public string? Breaker { get; init; }

    /// <summary>Which part of the venue's rate is left, from 0 to 1; null where there is none, or nothing is sent.</summary>
    public double? PermitsLeft { get; init; }

    /// <summary>Calls in a row without an answer.</summary>
    public int Unanswered { get; init; }

    /// <summary>For how many seconds the venue wants no calls yet.</summary>
    public double LeftAloneS { get; init; }

    /// <summary>Whether its stream of reports is up; null where nobody in the process listens.</summary>
    public bool? IsStreamUp { get; init; }

    /// <summary>How many seconds our clock was ahead of the venue's at the last comparison.</summary>
    public double ClockOffsetS { get; init; }

    /// <summary>When it said so, by its machine's clock.</summary>
    public required DateTimeOffset SaidAt { get; init; }

    /// <summary>Whether it keeps calls from the venue: the venue has asked for it, or its breaker is not closed.</summary>
    public bool KeepsAway => LeftAloneS > 0 || Breaker is "open" or "half_open";

    /// <summary>The view that signs make.</summary>
    public static VenueView Of(string process, string venue, IReadOnlyList<string> workers, VenueSigns signs, DateTimeOffset saidAt)
    {
        var health = VenueHealth.Of(signs);
        return new VenueView
        {
            Process = process, Venue = venue, Workers = workers, State = health.State, Reasons = health.Reasons,
            Breaker = signs.Breaker, PermitsLeft = signs.PermitsLeft, Unanswered = signs.Unanswered, LeftAloneS = Math.Ceiling(signs.LeftAlone.TotalSeconds),
            IsStreamUp = signs.IsStreamUp, ClockOffsetS = signs.ClockOffset.TotalSeconds, SaidAt = saidAt,
        };
    }
}
