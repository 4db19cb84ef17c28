using Pipeline.Trading.DeadLetters;

namespace Pipeline.Store.Tables;

/// <summary>Dead letters that are alike: of one stage, one type of exception, and one reason but for identities and numbers.</summary>
public static class DeadLetterGroupTable
{
    /// <summary>The group of a failure, made when it is the first of its kind.</summary>
    public static long IdOf(StoreSession session, DeadLetter letter)
    {
        var key = new { letter.Stage, letter.ExceptionType, reason = ReasonPattern.Of(letter.Reason) };
        return session.QueryFirst<long?>("SELECT id FROM dead_letter_groups WHERE stage = @Stage AND exception_type = @ExceptionType AND reason = @reason", key)
            ?? session.Scalar<long>("INSERT INTO dead_letter_groups (stage, exception_type, reason) VALUES (@Stage, @ExceptionType, @reason) RETURNING id", key);
    }

    /// <summary>The groups that have dead letters in a state, the one with the oldest first.</summary>
    public static IReadOnlyList<DeadLetterGroup> List(StoreSession session, DeadLetterState state) => session.Query<DeadLetterGroup>(
        """
        SELECT g.id, g.stage, g.exception_type, g.reason, d.count, d.first_at, d.last_at, d.symbols, d.symbol FROM (
            SELECT group_id, count(*) AS count, min(first_at) AS first_at, max(last_at) AS last_at, count(DISTINCT symbol) AS symbols, min(symbol) AS symbol
            FROM dead_letters WHERE state = @state GROUP BY group_id) d
        JOIN dead_letter_groups g ON g.id = d.group_id
        ORDER BY d.first_at, g.id
        """,
        new { state = Columns.Word(state) });
}

/// <summary>A group of dead letters, as people are shown it.</summary>
public sealed class DeadLetterGroup
{
    public long Id { get; set; }

    public string Stage { get; set; } = "";

    public string ExceptionType { get; set; } = "";

    /// <summary>The reason, with what differs left out.</summary>
    public string Reason { get; set; } = "";

    /// <summary>How many are in it.</summary>
    public long Count { get; set; }

    /// <summary>When the oldest of them failed first.</summary>
    public DateTimeOffset FirstAt { get; set; }

    /// <summary>When the newest of them failed last.</summary>
    public DateTimeOffset LastAt { get; set; }

    /// <summary>Of how many symbols.</summary>
    public long Symbols { get; set; }

    /// <summary>The first of its symbols.</summary>
    public string? Symbol { get; set; }
}
