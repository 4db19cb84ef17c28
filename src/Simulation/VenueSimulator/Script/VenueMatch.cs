using Pipeline.Messages.Fix;

namespace Pipeline.Simulation.VenueSimulator;

/// <summary>What a behaviour concerns. All that is said must hold; either <see cref="Call"/> or <see cref="Event"/> must be said.</summary>
public sealed record VenueMatch
{
    /// <summary>Calls of this kind.</summary>
    public CallKind? Call { get; init; }

    /// <summary>Events of this kind.</summary>
    public EventKind? Event { get; init; }

    /// <summary>Only about this symbol.</summary>
    public string? Symbol { get; init; }

    /// <summary>Only about orders of this side.</summary>
    public Side? Side { get; init; }

    /// <summary>Only about this order; a star at the end stands for any rest.</summary>
    public string? ClOrdId { get; init; }

    /// <summary>Only the nth of those that match the fields above, counted from 1.</summary>
    public int? Nth { get; init; }

    /// <summary>Only every nth of them.</summary>
    public int? Every { get; init; }

    /// <summary>At most so many times.</summary>
    public int? Count { get; init; }

    /// <summary>Not earlier than so long after the behaviour was added.</summary>
    public TimeSpan? From { get; init; }

    /// <summary>Earlier than so long after the behaviour was added.</summary>
    public TimeSpan? Until { get; init; }

    /// <summary>With this chance, more than 0 and at most 1, drawn from the seed.</summary>
    public decimal? Probability { get; init; }
}
