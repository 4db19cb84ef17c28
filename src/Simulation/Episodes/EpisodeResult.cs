using Pipeline.Simulation.Scenarios;

namespace Pipeline.Simulation.Episodes;

/// <summary>What an episode came to.</summary>
internal sealed record EpisodeResult
{
    public required long Seed { get; init; }

    public required Verdict Verdict { get; init; }

    /// <summary>Orders that were taken.</summary>
    public required int Orders { get; init; }

    /// <summary>Orders that were sent in the place of another one of their line.</summary>
    public required int Replacements { get; init; }

    /// <summary>Calls that reached the venue.</summary>
    public required int VenueCalls { get; init; }

    /// <summary>New orders that were sent.</summary>
    public required int Posts { get; init; }

    /// <summary>Orders that the venue has.</summary>
    public required int VenueOrders { get; init; }

    public required int Crashes { get; init; }

    public required int Unresolved { get; init; }

    /// <summary>What went wrong, by kind.</summary>
    public required IReadOnlyDictionary<string, int> Faults { get; init; }

    /// <summary>Everything that happened; null when nobody asked for it.</summary>
    public string? Trace { get; init; }
}
