using Pipeline.Store.Tables;
using Pipeline.Trading.Halts;

namespace Pipeline.Store.Steps;

/// <summary>
/// Writes down what the halt file says. What it has said stays halted when it no longer does: a release takes two people, and whoever
/// takes a file away is one.
/// </summary>
public static class HaltFileLog
{
    /// <summary>Whether the file says anything else than what is written down.</summary>
    public static bool HasChanged(StoreSession session, IReadOnlyList<Halt> said) => !Written(session).Select(halt => halt.Scope).ToHashSet().SetEquals(said.Select(halt => halt.Scope));

    /// <summary>Writes down what it says now.</summary>
    public static void Record(StoreSession session, IReadOnlyList<Halt> said, DateTimeOffset now)
    {
        var scopes = said.Select(halt => halt.Scope).ToHashSet();
        var written = Written(session).ToDictionary(halt => halt.Scope);
        var come = said.Where(halt => !written.ContainsKey(halt.Scope)).ToList();
        var gone = written.Keys.Where(scope => !scopes.Contains(scope)).ToList();
        foreach (var halt in come)
        {
            if (Halting.Begin(session, halt, Alert.HaltFile, Stages.Reconciliation, now) is { } before)
            {
                JournalTable.RaiseAlert(session, Alert.HaltFile, halt.Scope, Stages.Reconciliation, now, null, new { halt.Why, halted_before_by = before.By });
            }

            HaltTable.SetInFile(session, halt.Scope, true);
        }

        foreach (var scope in gone)
        {
            HaltTable.SetInFile(session, scope, false);
            JournalTable.RaiseAlert(session, Alert.HaltFileGone, scope, Stages.Reconciliation, now, null, new { still_halted = scope, released_by = "pipelinectl resume" });
        }

        if (come.Count + gone.Count > 0)
        {
            JournalTable.Append(session, new JournalEntry(
                0, now, JournalKinds.HaltFileChanged, null, null, Stages.Reconciliation, null,
                Columns.Json(new { appeared = come.Select(halt => new { halt.Scope, halt.Why }), gone })));
        }
    }

    private static IEnumerable<Halt> Written(StoreSession session) => HaltTable.All(session).Where(halt => halt.InFile);
}
