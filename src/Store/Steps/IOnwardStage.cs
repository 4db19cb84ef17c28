using Pipeline.Messages.Orders;
using Pipeline.Store.Tables;
using Pipeline.Trading.Orders;

namespace Pipeline.Store.Steps;

/// <summary>A stage that decides from what the store knows, so that its step can be part of the step that calls for it.</summary>
public interface IOnwardStage
{
    /// <summary>What it calls for where it lets an order on; null where that is nothing.</summary>
    Type? Leads { get; }

    /// <summary>Whether it could decide now, as far as it knows without a look.</summary>
    bool IsReady => true;

    /// <summary>Whether something is still to be done when its step is recorded, so that an order takes a place among those that the stage works on.</summary>
    bool HasSequel => false;

    /// <summary>Looks at what is not in the store, before a turn is taken.</summary>
    Task<OnwardStep> PrepareAsync(CancellationToken cancellationToken);
}

/// <summary>A step that can be taken in the turn of another.</summary>
/// <param name="Stage">The stage's name, one of <see cref="Stages"/>.</param>
/// <param name="Look">Says what it is going to read of an order, which the store need not have yet.</param>
/// <param name="Take">
/// Takes it on a call and its order as that stands, at the time that it is then, and returns what has to be told. Where it has written nothing it was not taken, and its stage is called. It may
/// run again, as any step.
/// </param>
public sealed record OnwardStep(
    string Stage, Action<StoreSession, Order, DateTimeOffset> Look, Func<StoreSession, OrderMessage, Order, Onward, IReadOnlyList<FollowUp>> Take)
{
    /// <summary>How many entries it adds to the journal for an order that it lets on.</summary>
    public int Entries { get; init; } = 1;

    /// <summary>How many claims it records for such an order.</summary>
    public int Claims { get; init; }

    /// <summary>Looks at what the turn is about to change, before it does.</summary>
    public Action<StoreSession> LookBefore { get; init; } = _ => { };

    /// <summary>What a turn must name beside the order's account.</summary>
    public Func<OrderPlace, IEnumerable<string>> Counted { get; init; } = _ => [];

    /// <summary>Counts what was decided.</summary>
    public Decided Decided { get; init; } = new(_ => { });
}
