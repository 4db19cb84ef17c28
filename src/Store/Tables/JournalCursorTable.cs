namespace Pipeline.Store.Tables;

/// <summary>How far duties that look at the journal from beside have come.</summary>
public static class JournalCursorTable
{
    /// <summary>The last entry that was looked at; null before the first time.</summary>
    public static long? Find(StoreSession session, string name) => session.QueryFirst<Row>("SELECT seq FROM journal_cursors WHERE name = @name", new { name })?.Seq;

    /// <summary>Moves a cursor, unless somebody has moved it since.</summary>
    /// <returns>False when it stands elsewhere; nothing was written.</returns>
    public static bool TryMove(StoreSession session, string name, long? from, long to) => (from is null
        ? session.Execute("INSERT INTO journal_cursors (name, seq) VALUES (@name, @to) ON CONFLICT DO NOTHING", new { name, to })
        : session.Execute("UPDATE journal_cursors SET seq = @to WHERE name = @name AND seq = @from", new { name, from, to })) == 1;

    private sealed class Row
    {
        public long Seq { get; set; }
    }
}
