using Pipeline.Simulation.Audits;
using Pipeline.Simulation.Scenarios;

namespace Pipeline.Simulation.Episodes;

/// <summary>What a simulation came to: nothing in it depends on the machine, so that the same seed gives the same, byte for byte.</summary>
public sealed record SimulationSummary
{
    public required long Seed { get; init; }

    /// <summary>Orders that were taken.</summary>
    public long Orders { get; init; }

    /// <summary>Orders that were sent in the place of another one of their line.</summary>
    public long Replacements { get; init; }

    /// <summary>Orders that an agent was told are taken and that are nowhere.</summary>
    public long Lost { get; init; }

    /// <summary>Lines with more than one order at the venue.</summary>
    public long Doubled { get; init; }

    /// <summary>Orders of which nobody knows in the end.</summary>
    public long Unresolved { get; init; }

    public long Episodes { get; init; }

    /// <summary>Calls that reached the venue.</summary>
    public long VenueCalls { get; init; }

    /// <summary>New orders that were sent.</summary>
    public long Posts { get; init; }

    /// <summary>Orders that the venue has.</summary>
    public long VenueOrders { get; init; }

    /// <summary>Processes that died.</summary>
    public long Crashes { get; init; }

    /// <summary>What went wrong, by kind.</summary>
    public IReadOnlyDictionary<string, long> Faults { get; init; } = new SortedDictionary<string, long>(StringComparer.Ordinal);

    /// <summary>SHA-256 over the traces of all episodes: the same seed and number of orders have the same.</summary>
    public string TraceHash { get; init; } = "";

    /// <summary>The first episode that broke something; absent when none did.</summary>
    public EpisodeFailure? Failure { get; init; }

    internal SimulationSummary With(EpisodeResult result)
    {
        var faults = new SortedDictionary<string, long>(Faults.ToDictionary(), StringComparer.Ordinal);
        foreach (var (kind, count) in result.Faults)
        {
            faults[kind] = faults.GetValueOrDefault(kind) + count;
        }

        return this with
        {
            Orders = Orders + result.Orders,
            Replacements = Replacements + result.Replacements,
            Lost = Lost + (result.Verdict.Broken?.What == Guarantees.NothingLost ? 1 : 0),
            Doubled = Doubled + (result.Verdict.Broken?.What == Guarantees.OneOrder ? 1 : 0),
            Unresolved = Unresolved + result.Unresolved,
            Episodes = Episodes + 1,
            VenueCalls = VenueCalls + result.VenueCalls,
            Posts = Posts + result.Posts,
            VenueOrders = VenueOrders + result.VenueOrders,
            Crashes = Crashes + result.Crashes,
            Faults = faults,
            Failure = result.Verdict.Broken is { } broken ? new EpisodeFailure { Episode = Episodes, Seed = result.Seed, Broken = broken } : null,
        };
    }
}

/// <summary>An episode that broke something.</summary>
public sealed record EpisodeFailure
{
    /// <summary>Which, from 0.</summary>
    public required long Episode { get; init; }

    /// <summary>The episode's own seed.</summary>
    public required long Seed { get; init; }

    /// <summary>What it broke.</summary>
    public required BrokenExpectation Broken { get; init; }

    /// <summary>The file of a scenario that breaks the same, as small as was found.</summary>
    public string? File { get; init; }
}
