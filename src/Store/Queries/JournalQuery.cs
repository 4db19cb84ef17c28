using Pipeline.Store.Tables;

namespace Pipeline.Store.Queries;

/// <summary>Reads the journal backwards, for people who want to know who did what.</summary>
public static class JournalQuery
{
    /// <summary>Most entries that one page looks through: the price of a page is theirs, not the journal's.</summary>
    public const int Most = 20_000;

    // The data are JSON, in which whatever is not plain ASCII stands as its number.
    private static string AsStored(string words) => Columns.Json(words)[1..^1];

    /// <summary>A page, the newest first.</summary>
    /// <param name="session">The snapshot.</param>
    /// <param name="kinds">Only these; all of them when null.</param>
    /// <param name="words">Only entries whose data have these words in them, upper and lower case alike; null for all.</param>
    /// <param name="before">Only entries before this sequence; null begins with the newest.</param>
    /// <param name="limit">Most entries of the page.</param>
    /// <param name="orActed">Whether also entries of other kinds count that an operator has made; alerts about an act are none.</param>
    public static JournalPage Newest(StoreSession session, IReadOnlyCollection<string>? kinds, string? words, long? before, int limit, bool orActed = false)
    {
        var end = before ?? long.MaxValue;
        var from = session.Scalar<long?>("SELECT min(seq) FROM (SELECT seq FROM journal WHERE seq < @end ORDER BY seq DESC LIMIT @Most) AS page", new { end, Most }) ?? 0;
        var entries = session.Query<JournalEntry>(
            """
            SELECT seq, at, kind, cl_ord_id, intent_id, stage, pass, data FROM journal
            WHERE seq >= @from AND seq < @end AND (@all = 1 OR kind IN @kinds OR (@acted = 1 AND stage = 'operator' AND kind <> 'AlertRaised')) AND (@words IS NULL OR instr(lower(data), lower(@words)) > 0 OR instr(lower(data), lower(@stored)) > 0)
            ORDER BY seq DESC LIMIT @limit
            """,
            new { from, end, all = kinds is null ? 1 : 0, acted = orActed ? 1 : 0, kinds = kinds ?? [""], words, stored = words is null ? null : AsStored(words), limit });
        var last = entries.Count == limit ? entries[^1].Seq : from;
        return new JournalPage(entries, last > (session.Scalar<long?>("SELECT min(seq) FROM journal") ?? 0) ? last : null);
    }
}

/// <summary>A page of the journal.</summary>
/// <param name="Entries">The newest first.</param>
/// <param name="Next">What the next page is before; null when there is none.</param>
public sealed record JournalPage(IReadOnlyList<JournalEntry> Entries, long? Next);
