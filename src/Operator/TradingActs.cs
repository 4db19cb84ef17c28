using Pipeline.Access;
using Microsoft.Extensions.Options;
using Pipeline.Store;
using Pipeline.Store.HaltFiles;
using Pipeline.Store.Steps;
using Pipeline.Store.Tables;
using Pipeline.Trading.Halts;

namespace Pipeline.Operator;

/// <summary>What an operator may do about trading as a whole: halt a scope, release the halt, end the state after a restore.</summary>
/// <param name="store">The store.</param>
/// <param name="haltFile">The halt file.</param>
/// <param name="venue">The venue that orders go to.</param>
/// <param name="options">How many people a release takes.</param>
/// <param name="clock">The time.</param>
public sealed class TradingActs(IStore store, IHaltFile haltFile, string venue, IOptions<OperatorOptions> options, TimeProvider clock)
{
    /// <summary>Halts a scope: what it stops is neither granted nor sent from the commit on, in any process.</summary>
    /// <param name="scope">The scope, as people write it.</param>
    /// <param name="actor">Who trips it: one person is enough.</param>
    /// <param name="mode">What it stops.</param>
    /// <param name="cancelOpen">Whether what is open at the venue is canceled, from the halt's commit on, by whoever keeps deadlines.</param>
    public Task<ActResult> HaltAsync(string scope, Actor actor, HaltMode mode = HaltMode.Stop, bool cancelOpen = false) =>
        OnScopeAsync(scope, (session, known) => Halt(session, known, actor, mode, cancelOpen));

    /// <summary>
    /// Releases a halt, or asks for it: it takes two different people, whoever has tripped it. Orders that it denied stay denied.
    /// </summary>
    public Task<ActResult> ResumeAsync(string scope, Actor actor) => OnScopeAsync(scope, (session, known) => Resume(session, known, actor, clock.GetUtcNow()));

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
        StandingAlertTable.End(session, Alert.StoreRestored);
        Record(session, JournalKinds.RestoredStateEnded, now, new { restoration.BeganAt, actor.By, actor.Why });
        return (ActResult)new ActResult.Done("The restored state has ended", []);
    });

    private ActResult Halt(StoreSession session, string scope, Actor actor, HaltMode mode, bool cancelOpen)
    {
        // In a venue that no order goes to nothing would be stopped, and whoever halts it would think otherwise.
        if (HaltScope.VenueOf(scope) is { } name && name != venue)
        {
            return new ActResult.Refused("UNKNOWN_VENUE", $"No order goes to a venue '{name}': the only one here is {venue}");
        }

        var now = clock.GetUtcNow();
        var halt = new Halt(scope, actor.By, actor.Why, now) { Mode = mode, CancelOpen = cancelOpen };
        if (Halting.Begin(session, halt, Alert.Halted, Stages.Operator, now) is { } before)
        {
            return new ActResult.Refused("HALTED_ALREADY", $"{scope} is halted already{(before.Mode < mode ? ", and for everything: a halt is made looser by two people's resume" : "")}");
        }

        var next = HaltTable.Find(session, scope)!;
        var stopped = next.Mode == HaltMode.Stop ? "nothing in it is sent" : "only what makes a position smaller is sent in it";
        return new ActResult.Done($"{scope} is halted: {stopped}{(cancelOpen ? "; what is open in it is being canceled" : "")}", []);
    }

    private ActResult Resume(StoreSession session, string scope, Actor actor, DateTimeOffset now)
    {
        // The file may be on another machine than this process.
        if (haltFile.Look().Any(halt => halt.Scope == scope) || HaltTable.Find(session, scope) is { InFile: true })
        {
            return new ActResult.Refused("HALT_FILE_PRESENT", $"The halt file says {scope}: take the file away first");
        }

        if (HaltTable.Find(session, scope) is null)
        {
            return new ActResult.NotFound($"{scope} is not halted");
        }

        if (options.Value.ResumeBy == 1)
        {
            return Release(session, scope, actor, null, now);
        }

        var approvers = options.Value.Book().Names(Scope.Approver);
        if (approvers is [var only])
        {
            return new ActResult.Refused(
                "SECOND_OPERATOR_MISSING", $"A release takes two operators, and only {only} is configured: add another to --operator-tokens, or set --operator-resume-by 1 at the paper venue");
        }

        return ResumeTable.Find(session, scope, now) switch
        {
            null => Request(session, scope, actor, now),

            // Whoever had asked may have left the book or lost the role since, and is none of the two. Only a simulation has nobody in it.
            var request when approvers.Count > 0 && !approvers.Contains(request.By) => Request(session, scope, actor, now),
            var request when request.By == actor.By => new ActResult.Refused(
                "SECOND_PERSON_NEEDED", $"{actor.By} has asked for it at {request.At:HH:mm:ss} UTC: another operator must release {scope} by {request.ExpiresAt:HH:mm:ss} UTC"),
            var request => Release(session, scope, actor, request, now),
        };
    }

    private ActResult.Done Request(StoreSession session, string scope, Actor actor, DateTimeOffset now)
    {
        var expiresAt = now + options.Value.ResumeRequestExpiry;
        ResumeTable.Save(session, new ResumeRequest { Scope = scope, By = actor.By, Why = actor.Why, At = now, ExpiresAt = expiresAt });
        Record(session, JournalKinds.ResumeRequested, now, new { scope, actor.By, actor.Why, expiresAt });
        return new ActResult.Done($"{scope} is still halted: another operator must release it too by {expiresAt:HH:mm:ss} UTC", []);
    }

    private static ActResult.Done Release(StoreSession session, string scope, Actor actor, ResumeRequest? first, DateTimeOffset now)
    {
        var haltedBy = HaltTable.Find(session, scope)?.By ?? "";
        HaltTable.Delete(session, scope);
        ResumeTable.Delete(session, scope);
        ResumeTable.SetResumed(session, scope, haltedBy, now);
        Record(session, JournalKinds.Resumed, now, new { scope, actor.By, actor.Why, first_by = first?.By, first_why = first?.Why });
        return new ActResult.Done($"{scope} is no longer halted", []);
    }

    private Task<ActResult> OnScopeAsync(string text, Func<StoreSession, string, ActResult> act) => HaltScope.Parse(text) is { } scope
        ? store.WriteAsync(session => act(session, scope))
        : Task.FromResult<ActResult>(ActResult.Malformed("BAD_SCOPE", $"'{text}' is no scope: write all, venue:NAME, strategy:NAME or symbol:NAME"));

    private static void Record(StoreSession session, string kind, DateTimeOffset now, object data) =>
        JournalTable.Append(session, new JournalEntry(0, now, kind, null, null, Stages.Operator, null, Columns.Json(data)));
}
