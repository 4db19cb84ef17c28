using Pipeline.Messages.Fix;

namespace Pipeline.Simulation.VenueSimulator;

/// <summary>The behaviours in force, in the order in which they were added.</summary>
internal sealed class Rulebook(long seed)
{
    private readonly List<ActiveBehaviour> calls = [];
    private readonly List<ActiveBehaviour> events = [];
    private int added;

    /// <summary>All behaviours in force with what came of them.</summary>
    public IEnumerable<ActiveBehaviour> All => calls.Concat(events).OrderBy(active => active.Number);

    public void Add(VenueBehaviour behaviour, DateTimeOffset now)
    {
        added++;
        (behaviour.When.Call is null ? events : calls).Add(new ActiveBehaviour(behaviour, added, seed, now));
    }

    /// <summary>Ends the behaviours of a name, or all.</summary>
    /// <returns>How many ended.</returns>
    public int Clear(string? name) =>
        calls.RemoveAll(active => name is null || active.Name == name) + events.RemoveAll(active => name is null || active.Name == name);

    public Effects OfCall(CallKind kind, Subject subject, DateTimeOffset now) =>
        calls.Count == 0 ? Effects.None : Of(calls, active => active.Concerns(kind), subject, now);

    public Effects OfEvent(EventKind kind, Subject subject, DateTimeOffset now) =>
        events.Count == 0 ? Effects.None : Of(events, active => active.Concerns(kind), subject, now);

    private static Effects Of(List<ActiveBehaviour> all, Func<ActiveBehaviour, bool> concerns, Subject subject, DateTimeOffset now)
    {
        // Each behaviour counts for itself, so every one of them is asked.
        var hit = all.Where(active => concerns(active) && active.Hits(subject, now)).ToList();
        return hit.Count == 0
            ? Effects.None
            : new Effects([.. hit.Select(active => active.Behaviour)], [.. hit.Select(active => active.Name)]);
    }
}

/// <summary>What a call or an event is about.</summary>
internal readonly record struct Subject(string? Symbol, Side? Side, string? ClOrdId)
{
    public static Subject Of(SimulatedOrder order) => new(order.Symbol, order.Side, order.ClOrdId);
}
