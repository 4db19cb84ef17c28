using Pipeline.Venues.Paper;

namespace Pipeline.Simulation.VenueSimulator;

/// <summary>A behaviour in force, which counts what it has matched and done.</summary>
internal sealed class ActiveBehaviour(VenueBehaviour behaviour, int number, long seed, DateTimeOffset since)
{
    public VenueBehaviour Behaviour => behaviour;

    public int Number => number;

    public string Name => behaviour.Name ?? $"#{number}";

    /// <summary>How many calls or events matched, before nth, every, count and chance.</summary>
    public int Matched { get; private set; }

    /// <summary>How often it took effect.</summary>
    public int Applied { get; private set; }

    public bool Concerns(CallKind kind) => behaviour.When.Call is { } wanted && wanted.Covers(kind);

    public bool Concerns(EventKind kind) => behaviour.When.Event switch
    {
        EventKind.Any => true,
        EventKind.Execution => kind is EventKind.Fill or EventKind.PartialFill,
        var wanted => wanted == kind,
    };

    /// <summary>Whether it takes effect on a call or an event of its kind, which counts.</summary>
    public bool Hits(Subject subject, DateTimeOffset now)
    {
        var when = behaviour.When;
        var matches = (when.Symbol is null || when.Symbol == subject.Symbol)
            && (when.Side is null || when.Side == subject.Side)
            && (when.ClOrdId is null || IsNamed(when.ClOrdId, subject.ClOrdId))
            && now >= since + (when.From ?? TimeSpan.Zero)
            && (when.Until is null || now < since + when.Until);
        if (!matches)
        {
            return false;
        }

        Matched++;
        var hits = (when.Nth is null || when.Nth == Matched)
            && (when.Every is null || Matched % when.Every == 0)
            && (when.Count is null || Applied < when.Count)
            && (when.Probability is null || Chance() < (double)when.Probability);
        Applied += hits ? 1 : 0;
        return hits;
    }

    private static bool IsNamed(string pattern, string? name) =>
        pattern.EndsWith('*') ? name?.StartsWith(pattern[..^1], StringComparison.Ordinal) ?? false : pattern == name;

    // Drawn from seed, behaviour and match alone, so that one behaviour's luck does not change another's.
    private double Chance()
    {
        var place = unchecked(((ulong)number << 32) | (uint)Matched);
        return (StableHash.Mix(StableHash.Mix(unchecked((ulong)seed)) ^ place) >> 11) * Math.Pow(2, -53);
    }
}
