using Pipeline.Store.Tables;
using Pipeline.Trading.Halts;

namespace Pipeline.Store.Steps;

/// <summary>Puts a halt in force: recorded, journaled and alerted in one step, whoever trips it.</summary>
public static class Halting
{
    /// <summary>Begins a halt, or makes the one of its scope stricter.</summary>
    /// <param name="session">The step.</param>
    /// <param name="halt">The halt.</param>
    /// <param name="alert">What people are told with.</param>
    /// <param name="stage">Who records it.</param>
    /// <param name="now">The time.</param>
    /// <returns>
    /// The halt in force before, when it stops as much already; null when this one is in force now, or has taken back what somebody had asked for, to release it.
    /// </returns>
    public static Halt? Begin(StoreSession session, Halt halt, Alert alert, string stage, DateTimeOffset now)
    {
        var before = HaltTable.Find(session, halt.Scope);
        if (Stands(session, before, halt, now))
        {
            return before;
        }

        var isAsStrict = IsAsStrict(before, halt);
        var next = before is null ? halt : before.Tightened(halt);
        if (!isAsStrict)
        {
            HaltTable.Save(session, next, cancels: halt.CancelOpen);
        }

        // Whoever wanted it released has not seen what is in force now, or why else.
        ResumeTable.Delete(session, halt.Scope);
        var said = isAsStrict ? halt : next;
        var facts = new { said.Scope, said.By, said.Why, next.Mode, next.CancelOpen };
        JournalTable.Append(session, new JournalEntry(0, now, JournalKinds.Halted, null, null, stage, null, Columns.Json(facts)));
        JournalTable.RaiseAlert(session, alert, next.Scope, stage, now, null, facts);
        return null;
    }

    /// <summary>Whether what has tripped by itself is halted as strictly already, so that to trip it again changes nothing.</summary>
    public static bool HasTripped(StoreSession session, Trip trip, DateTimeOffset now) =>
        trip.At(now) is var halt && Stands(session, HaltTable.Find(session, halt.Scope), halt, now);

    /// <summary>Halts what has tripped by itself, unless it is halted as strictly already.</summary>
    public static void Trip(StoreSession session, Trip trip, string stage, DateTimeOffset now) => Begin(session, trip.At(now), Alert.HaltTripped, stage, now);

    private static bool Stands(StoreSession session, Halt? before, Halt halt, DateTimeOffset now) =>
        IsAsStrict(before, halt) && (halt.Mode > before!.Mode || ResumeTable.Find(session, halt.Scope, now) is null);

    private static bool IsAsStrict(Halt? before, Halt halt) => before is not null && before.Tightened(halt) == before;
}
