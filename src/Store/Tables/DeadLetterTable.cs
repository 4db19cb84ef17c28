namespace Pipeline.Store.Tables;

/// <summary>Messages that could not be processed, each with its reason. Nothing is dropped silently.</summary>
public static class DeadLetterTable
{
    /// <summary>Keeps a dead letter. The same message failing again at the same stage joins its earlier entry.</summary>
    public static void Upsert(StoreSession session, DeadLetter letter) => session.Execute(
        """
        INSERT INTO dead_letters (stage, message_id, message_type, cl_ord_id, exception_type, reason, exception, headers, body, attempts, first_at, last_at)
        VALUES (@Stage, @MessageId, @MessageType, @ClOrdId, @ExceptionType, @Reason, @Exception, @Headers, @Body, 1, @At, @At)
        ON CONFLICT (stage, message_id) WHERE message_id IS NOT NULL DO UPDATE SET
            exception_type = excluded.exception_type, reason = excluded.reason, exception = excluded.exception,
            headers = excluded.headers, body = excluded.body, attempts = dead_letters.attempts + 1, last_at = excluded.last_at
        """,
        letter);

    /// <summary>
    /// Whether an order's way to the venue ended in a dead letter: it waits for a person. A message that came before the store knew of
    /// the order, out of a queue that is ahead of a backup, does not end its way.
    /// </summary>
    public static bool IsParked(StoreSession session, string clOrdId) => session.Scalar<long>(
        "SELECT count(*) FROM dead_letters WHERE cl_ord_id = @clOrdId AND stage IN ('validation', 'session', 'submission') AND exception_type <> 'UnknownOrderException'",
        new { clOrdId }) > 0;

    public static long Count(StoreSession session) => session.Scalar<long>("SELECT count(*) FROM dead_letters");

    /// <summary>The newest dead letters, without their bodies.</summary>
    public static IReadOnlyList<DeadLetterRow> Newest(StoreSession session, int most) => session.Query<DeadLetterRow>(
        """
        SELECT id, stage, message_id, message_type, cl_ord_id, exception_type, reason, attempts, first_at, last_at
        FROM dead_letters ORDER BY id DESC LIMIT @most
        """,
        new { most });
}

/// <param name="Stage">The stage that could not process it.</param>
/// <param name="MessageId">Its identity, where it has one.</param>
/// <param name="MessageType">The type it claims to be.</param>
/// <param name="ClOrdId">The order it is about, where it says so.</param>
/// <param name="ExceptionType">The outermost exception's type.</param>
/// <param name="Reason">Its message.</param>
/// <param name="Exception">The whole chain.</param>
/// <param name="Headers">JSON.</param>
/// <param name="Body">Byte for byte.</param>
/// <param name="At">When it failed.</param>
public sealed record DeadLetter(
    string Stage, string? MessageId, string? MessageType, string? ClOrdId, string ExceptionType, string Reason, string Exception,
    string Headers, byte[] Body, DateTimeOffset At);

public sealed class DeadLetterRow
{
    public long Id { get; set; }

    public string Stage { get; set; } = "";

    public string? MessageId { get; set; }

    public string? MessageType { get; set; }

    public string? ClOrdId { get; set; }

    public string ExceptionType { get; set; } = "";

    public string Reason { get; set; } = "";

    public int Attempts { get; set; }

    public DateTimeOffset FirstAt { get; set; }

    public DateTimeOffset LastAt { get; set; }
}
