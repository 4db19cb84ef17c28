using Pipeline.Store.Steps;
using Pipeline.Store.Tables;
using Pipeline.Trading.Limits;

namespace Pipeline.Store.Limits;

/// <summary>What is recorded about the limits file: which one is in force since when, what it changed, and that one could not be taken.</summary>
public static class LimitsChange
{
    /// <summary>Who records it.</summary>
    public const string Scope = "limits";

    /// <summary>Records that a file is in force, unless it was already: whichever process sees it first does.</summary>
    /// <param name="session">The step.</param>
    /// <param name="book">The limits.</param>
    /// <param name="document">The file; empty where there is none.</param>
    /// <param name="defaults">Global limits where a file says nothing.</param>
    /// <param name="now">The time.</param>
    public static void Record(StoreSession session, LimitBook book, string document, LimitSet defaults, DateTimeOffset now)
    {
        StandingAlertTable.End(session, Alert.LimitsBroken);
        var before = LimitsTable.Find(session);
        if (before?.Hash == book.Hash || (before is null && book.Hash.Length == 0))
        {
            LimitsTable.Mend(session);
            return;
        }

        LimitsTable.Save(session, book.Hash, document, now);
        JournalTable.Append(session, new JournalEntry(
            0, now, JournalKinds.LimitsChanged, null, null, Stages.Validation, null,
            Columns.Json(new { book.Change.By, book.Change.Why, book.Hash, hash_before = before?.Hash, changes = LimitChange.Between(BookOf(before, defaults), book) })));
    }

    /// <summary>Raises an alert about a file that can't be put in force, once for each.</summary>
    public static void RecordBroken(StoreSession session, string hash, string file, IReadOnlyList<LimitFault> faults, DateTimeOffset now)
    {
        if (LimitsTable.Break(session, hash, now))
        {
            JournalTable.RaiseAlert(session, Alert.LimitsBroken, Scope, Stages.Validation, now, null, new { file, hash, faults, in_force = LimitsTable.Find(session)!.Hash });
        }
    }

    /// <summary>The limits that were put in force last, by whichever process that judges, for one that judges nothing itself.</summary>
    /// <param name="session">The snapshot.</param>
    /// <param name="defaults">Global limits where a file says nothing.</param>
    public static LimitBook Recorded(StoreSession session, LimitSet defaults) => BookOf(LimitsTable.Find(session), defaults);

    private static LimitBook BookOf(LimitsRow? row, LimitSet defaults) =>
        (row is { Document.Length: > 0 } ? LimitFile.Read(System.Text.Encoding.UTF8.GetBytes(row.Document), defaults).Book : null)
        ?? new LimitBook(new Dictionary<LimitScope, LimitSet>(), defaults);
}
