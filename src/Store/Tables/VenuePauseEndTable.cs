namespace Pipeline.Store.Tables;

/// <summary>Times at which an operator has ended what keeps calls from a venue, by the machine's clock.</summary>
public static class VenuePauseEndTable
{
    public static void Insert(StoreSession session, string venue, DateTimeOffset at) =>
        session.Execute("INSERT INTO venue_pause_ends (venue, at) VALUES (@venue, @at)", new { venue, at });

    /// <summary>The newest; null when there is none.</summary>
    public static VenuePauseEnd? Newest(StoreSession session, string venue) =>
        session.QueryFirst<Row>("SELECT id, at FROM venue_pause_ends WHERE venue = @venue ORDER BY id DESC LIMIT 1", new { venue }) is { } row ? new VenuePauseEnd(row.Id, row.At) : null;

    private sealed class Row
    {
        public long Id { get; set; }

        public DateTimeOffset At { get; set; }
    }
}

/// <param name="Id">Its number; a later one has a larger.</param>
/// <param name="At">When.</param>
public sealed record VenuePauseEnd(long Id, DateTimeOffset At);
