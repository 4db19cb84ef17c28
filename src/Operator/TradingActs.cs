using Pipeline.Store;
using Pipeline.Store.Steps;
using Pipeline.Store.Tables;
using Pipeline.Trading.Halts;

namespace Pipeline.Operator;

/// <summary>What an operator may do about trading as a whole: halt a scope, lift the halt, end the state after a restore.</summary>
/// <param name="store">The store.</param>
/// <param name="venue">The venue that orders go to.</param>
/// <param name="clock">The time.</param>
public sealed class TradingActs(IStore store, string venue, TimeProvider clock)
{
    /// <summary>Halts a scope: nothing in it is granted from the commit on, in any process.</summary>
    public Task<ActResult> HaltAsync(string scope, Actor actor) => OnScopeAsync(scope, (session, scope) =>
    {
        // In a venue that no order goes to nothing would be stopped, and whoever halts it would think otherwise.
        if (HaltScope.VenueOf(scope) is { } name && name != venue)
        {
            return new ActResult.Refused("UNKNOWN_VENUE", $"No order goes to a venue '{name}': the only one here is {venue}");
        }

        var now = clock.GetUtcNow();
        if (!HaltTable.TryInsert(session, new Halt(scope, actor.By, actor.Why, now)))
        {
            return new ActResult.Refused("HALTED_ALREADY", $"{scope} is halted already");
        }

        Record(session, JournalKinds.Halted, now, new { scope, actor.By, actor.Why });
        JournalTable.RaiseAlert(session, Alert.Halted, scope, Stages.Operator, now, null, new { actor.By, actor.Why });
        return new ActResult.Done($"{scope} is halted: nothing in it is sent", []);
    });

    /// <summary>Lifts a halt. Orders that it denied stay denied.</summary>
    public Task<ActResult> ResumeAsync(string scope, Actor actor) => OnScopeAsync(scope, (session, scope) =>
    {
        if (!HaltTable.Delete(session, scope))
        {
            return new ActResult.NotFound($"{scope} is not halted");
        }

        Record(session, JournalKinds.Resumed, clock.GetUtcNow(), new { scope, actor.By, actor.Why });
        return new ActResult.Done($"{scope} is no longer halted", []);
    });

    /// <summary>Ends the state after a restore: from here on first sends go out without asking the venue first.</summary>
    public Task<ActResult> EndRestoredAsync(Actor actor) => store.WriteAsync(session =>
    {
        if (RestorationTable.Active(session) is not { } restoration)
        {
            return new ActResult.NotFound("The store is in no restored state");
        }

        if (restoration.ImportedAt is null)
        {
            return new ActResult.Refused("NOT_IMPORTED", "The venue's orders since the backup are not imported yet");
        }

        var now = clock.GetUtcNow();
        RestorationTable.End(session, now, actor.By, actor.Why);
        Record(session, JournalKinds.RestoredStateEnded, now, new { restoration.BeganAt, actor.By, actor.Why });
        return (ActResult)new ActResult.Done("The restored state has ended", []);
    });

    private Task<ActResult> OnScopeAsync(string text, Func<StoreSession, string, ActResult> act) => HaltScope.Parse(text) is { } scope
        ? store.WriteAsync(session => act(session, scope))
        : Task.FromResult<ActResult>(new ActResult.Refused("BAD_SCOPE", $"'{text}' is no scope: write all, venue:NAME, strategy:NAME or symbol:NAME"));

    private static void Record(StoreSession session, string kind, DateTimeOffset now, object data) =>
        JournalTable.Append(session, new JournalEntry(0, now, kind, null, null, Stages.Operator, null, Columns.Json(data)));
}
