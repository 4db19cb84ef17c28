using Pipeline.Access;
using Pipeline.Store;
using Pipeline.Store.Steps;

namespace Pipeline.Intake;

/// <summary>An agent takes an order back. It may repeat itself: the same request again is answered alike and asks the venue nothing more.</summary>
public sealed class AgentCancels(IStore store, TimeProvider clock)
{
    /// <summary>The reason in the journal where the agent gives none.</summary>
    public const string NoReason = "the agent gave no reason";

    /// <summary>Cancels what is left of an order's line, at any moment of its life.</summary>
    /// <param name="id">The ClOrdId of any order of the line, or the venue's id of it.</param>
    /// <param name="caller">Who asks: another strategy's order is none to it.</param>
    /// <param name="why">1 to <see cref="Actor.LongestWhy"/> characters.</param>
    /// <exception cref="FactsUnavailableException">The store was restored and its import is still to come; nothing was recorded.</exception>
    /// <exception cref="StoreUnavailableException">Nothing was recorded, unless it says that nobody knows.</exception>
    public async Task<ActResult> CancelAsync(string id, Caller caller, string why)
    {
        if (ActedOn.TurnOf(store, id) is not { } turn)
        {
            return store.Read(session =>
            {
                RestoredState.MustBeImported(session);
                return ActedOn.None(id);
            });
        }

        return await store.WriteAsync(turn, session => Cancel(session, id, caller, why)).ConfigureAwait(false);
    }

    private ActResult Cancel(StoreSession session, string id, Caller caller, string why)
    {
        RestoredState.MustBeImported(session);
        return ActedOn.Order(
            session, id,
            order => Repeated(LineCancel.Act(session, order, Actor.Agent(order.Slot.StrategyId, why), Stages.Intake, clock.GetUtcNow())),
            order => caller.Sees(order.Slot.StrategyId));
    }

    private static ActResult Repeated(ActResult result) =>
        result is ActResult.Refused { Code: LineCancel.Pending } pending ? new ActResult.Done($"It is being canceled already: {pending.Why}", []) : result;
}
