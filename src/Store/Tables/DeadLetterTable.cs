using Pipeline.Trading.DeadLetters;

namespace Pipeline.Store.Tables;

/// <summary>Messages that could not be processed, each with its reason. Nothing is dropped silently, and nothing is ever removed.</summary>
public static class DeadLetterTable
{
    internal const string Selection =
        """
        SELECT d.id, d.group_id, d.state, d.stage, d.queue, d.message_id, d.message_type, d.cl_ord_id, d.intent_id, d.symbol, d.strategy_id, d.pass,
            d.exception_type, d.reason, d.attempts, d.first_at, d.last_at, d.replays, d.replayed_at, d.replay_pass, d.run_id, d.result, d.unsent
        FROM dead_letters d
        """;

    /// <summary>Keeps a failure: in its message's earlier entry, which is open again then, else in one of its own.</summary>
    /// <returns>Its entry; null when the broker has delivered a failure again that is kept already.</returns>
    public static long? Keep(StoreSession session, DeadLetter letter)
    {
        if (letter is { IsRedelivered: true, FaultId: not null } && session.Scalar<long>("SELECT count(*) FROM dead_letters WHERE fault_id = @FaultId", letter) > 0)
        {
            return null;
        }

        if (letter is { IsMoved: true, MessageId: not null } && Knows(session, letter.Stage, letter.MessageId))
        {
            return null;
        }

        var id = Earlier(session, letter) is { } earlier ? Join(session, earlier, letter) : Insert(session, letter);
        if (letter.MessageId is not null)
        {
            session.Execute("INSERT INTO dead_letter_messages (stage, message_id, letter_id) VALUES (@Stage, @MessageId, @id) ON CONFLICT (stage, message_id) DO UPDATE SET letter_id = excluded.letter_id", new { letter.Stage, letter.MessageId, id });
        }

        DeadLetterHistoryTable.Add(session, new DeadLetterEvent
        {
            LetterId = id, At = letter.At, Act = DeadLetterEvent.Failed, Result = $"{letter.ExceptionType}: {letter.Reason}", Detail = letter.Exception,
        });
        return id;
    }

    public static DeadLetterRow? Find(StoreSession session, long id) => session.QueryFirst<DeadLetterRow>($"{Selection} WHERE d.id = @id", new { id });

    /// <summary>Its message.</summary>
    public static DeadLetterContent Content(StoreSession session, long id) => session.QueryFirst<DeadLetterContent>(
        "SELECT letter_id, content_type, headers, body, edited_body FROM dead_letter_contents WHERE letter_id = @id", new { id })!;

    /// <summary>Whether an order's way to the venue ended in a dead letter that nobody has replayed: it waits for a person.</summary>
    public static bool IsParked(StoreSession session, string clOrdId) =>
        session.Scalar<long>("SELECT count(*) FROM parked_orders WHERE cl_ord_id = @clOrdId", new { clOrdId }) > 0;

    /// <summary>How many there are, whatever became of them.</summary>
    public static long Count(StoreSession session) => session.Scalar<long>("SELECT count(*) FROM dead_letters");

    /// <summary>How many wait for a person.</summary>
    public static long CountOpen(StoreSession session) => session.Scalar<long>("SELECT count(*) FROM dead_letters WHERE state = 'open'");

    /// <summary>The newest dead letters.</summary>
    public static IReadOnlyList<DeadLetterRow> Newest(StoreSession session, int most) =>
        session.Query<DeadLetterRow>($"{Selection} ORDER BY d.id DESC LIMIT @most", new { most });

    /// <summary>Whether a failure of a message at a stage is kept.</summary>
    public static bool Knows(StoreSession session, string stage, string messageId) =>
        session.Scalar<long>("SELECT count(*) FROM dead_letter_messages WHERE stage = @stage AND message_id = @messageId", new { stage, messageId }) > 0;

    /// <summary>Notes that a person has replayed it.</summary>
    /// <param name="session">The step.</param>
    /// <param name="id">Which.</param>
    /// <param name="pass">The pass that its order begins by it; null when none.</param>
    /// <param name="runId">The run that it is part of; null for one alone.</param>
    /// <param name="result">What is known of it.</param>
    /// <param name="isUnsent">Whether its message is to go to its queue again.</param>
    /// <param name="now">When.</param>
    public static void SetReplayed(StoreSession session, long id, int? pass, long? runId, ReplayResult result, bool isUnsent, DateTimeOffset now) => session.Execute(
        """
        UPDATE dead_letters SET state = 'replayed', replays = replays + 1, replayed_at = @now, replay_pass = @pass, run_id = @runId, result = @result, unsent = @unsent
        WHERE id = @id
        """,
        new { id, pass, runId, result = Columns.Word(result), unsent = isUnsent ? 1 : 0, now });

    public static void SetState(StoreSession session, long id, DeadLetterState state) =>
        session.Execute("UPDATE dead_letters SET state = @state WHERE id = @id", new { id, state = Columns.Word(state) });

    public static void SetEdited(StoreSession session, long id, byte[] body) =>
        session.Execute("UPDATE dead_letter_contents SET edited_body = @body WHERE letter_id = @id", new { id, body });

    /// <summary>Those whose message is to go to its queue again and has not been confirmed, the oldest first.</summary>
    public static IReadOnlyList<DeadLetterRow> Unsent(StoreSession session, int most) =>
        session.Query<DeadLetterRow>($"{Selection} WHERE d.unsent = 1 ORDER BY d.id LIMIT @most", new { most });

    /// <summary>Notes that the transport has confirmed the message of a replay. One that was asked for meanwhile is still to be sent.</summary>
    /// <param name="session">The step.</param>
    /// <param name="id">Which.</param>
    /// <param name="replays">How many replays there were when it was sent.</param>
    public static void MarkSent(StoreSession session, long id, long replays) =>
        session.Execute("UPDATE dead_letters SET unsent = 0 WHERE id = @id AND replays = @replays", new { id, replays });

    /// <summary>
    /// For a transport whose queues died with the process: has every message sent again that was replayed and of which nothing is known. Its
    /// consumer takes in once what it says, however often it comes.
    /// </summary>
    public static int SendAgain(StoreSession session) =>
        session.Execute("UPDATE dead_letters SET unsent = 1 WHERE state = 'replayed' AND result = 'waits' AND replay_pass IS NULL AND unsent = 0");

    /// <summary>Whether a message is what a replay of a dead letter sends. Everybody may write the mark on an intent.</summary>
    public static bool IsReplay(StoreSession session, long id, ReadOnlySpan<byte> body) => Find(session, id) is not null && SentBody(session, id).AsSpan().SequenceEqual(body);

    /// <summary>Notes that a replay was worked off. A failure that came meanwhile stands.</summary>
    public static bool SetWorkedOff(StoreSession session, long id) =>
        session.Execute("UPDATE dead_letters SET result = 'done' WHERE id = @id AND state = 'replayed' AND result = 'waits'", new { id }) == 1;

    private static long Insert(StoreSession session, DeadLetter letter)
    {
        var id = session.Scalar<long>(
            """
            INSERT INTO dead_letters (group_id, state, stage, queue, message_id, message_type, cl_ord_id, intent_id, symbol, strategy_id, pass, exception_type, reason,
                attempts, first_at, last_at, fault_id)
            VALUES (@group, 'open', @Stage, @queue, @MessageId, @MessageType, @ClOrdId, @IntentId, @Symbol, @StrategyId, @Pass, @ExceptionType, @Reason,
                1, @At, @At, @FaultId) RETURNING id
            """,
            new
            {
                group = DeadLetterGroupTable.IdOf(session, letter), letter.Stage, queue = letter.Queue ?? letter.Stage, letter.MessageId, letter.MessageType, letter.ClOrdId,
                letter.IntentId, letter.Symbol, letter.StrategyId, letter.Pass, letter.ExceptionType, letter.Reason, letter.At, letter.FaultId,
            });
        session.Execute(
            "INSERT INTO dead_letter_contents (letter_id, content_type, headers, body) VALUES (@id, @ContentType, @Headers, @Body)",
            new { id, letter.ContentType, letter.Headers, letter.Body });
        return id;
    }

    // What was kept at first is the message; of another failure counts what it says.
    private static long Join(StoreSession session, long id, DeadLetter letter)
    {
        session.Execute(
            """
            UPDATE dead_letters SET
                group_id = @group, state = CASE state WHEN 'discarded' THEN state ELSE 'open' END, stage = @Stage, queue = @queue,
                message_id = coalesce(@MessageId, message_id), message_type = coalesce(@MessageType, message_type), pass = coalesce(@Pass, pass),
                exception_type = @ExceptionType, reason = @Reason, attempts = attempts + 1, last_at = @At, fault_id = coalesce(@FaultId, fault_id),
                result = CASE WHEN replays > 0 THEN 'failed' END, unsent = 0
            WHERE id = @id
            """,
            new
            {
                id, group = DeadLetterGroupTable.IdOf(session, letter), letter.Stage, queue = letter.Queue ?? letter.Stage, letter.MessageId, letter.MessageType, letter.Pass,
                letter.ExceptionType, letter.Reason, letter.At, letter.FaultId,
            });
        return id;
    }

    /// <summary>
    /// The entry that a failure belongs to: of the message that was replayed, of the same message, or of the order whose replay began the
    /// pass in which it failed.
    /// </summary>
    private static long? Earlier(StoreSession session, DeadLetter letter)
    {
        if (letter.ReplayOf is { } mark && Find(session, mark) is { State: DeadLetterState.Replayed } replayed && replayed.Stage == letter.Stage && IsReplay(session, mark, letter.Body))
        {
            return mark;
        }

        if (letter.MessageId is not null && session.QueryFirst<long?>(
                "SELECT letter_id FROM dead_letter_messages WHERE stage = @Stage AND message_id = @MessageId", letter) is { } same && IsSame(session, letter, same))
        {
            return same;
        }

        return LetterKinds.Of(letter.Stage) == LetterKind.Way && letter.ClOrdId is not null && letter.Pass is not null
            ? session.QueryFirst<long?>(
                "SELECT id FROM dead_letters WHERE cl_ord_id = @ClOrdId AND state = 'replayed' AND replay_pass = @Pass ORDER BY id DESC LIMIT 1", letter)
            : null;
    }

    // Agents name their intents themselves, and may give two the same name.
    private static bool IsSame(StoreSession session, DeadLetter letter, long id) =>
        LetterKinds.Of(letter.Stage) != LetterKind.Intent || SentBody(session, id).AsSpan().SequenceEqual(letter.Body) || Content(session, id).Body.AsSpan().SequenceEqual(letter.Body);

    private static byte[] SentBody(StoreSession session, long id) => Content(session, id).Sent;
}

/// <summary>A failure to keep.</summary>
/// <param name="Stage">The stage that could not process it.</param>
/// <param name="MessageId">Its identity, where it has one.</param>
/// <param name="MessageType">The type it claims to be.</param>
/// <param name="ClOrdId">The order it is about, where it says so.</param>
/// <param name="ExceptionType">The type of the exception at the bottom of it.</param>
/// <param name="Reason">Its message.</param>
/// <param name="Exception">The whole chain, stacks and all.</param>
/// <param name="Headers">JSON.</param>
/// <param name="Body">Byte for byte.</param>
/// <param name="At">When it failed.</param>
public sealed record DeadLetter(
    string Stage, string? MessageId, string? MessageType, string? ClOrdId, string ExceptionType, string Reason, string Exception,
    string Headers, byte[] Body, DateTimeOffset At)
{
    /// <summary>The queue it was taken from; null when it bears its stage's name.</summary>
    public string? Queue { get; init; }

    public string? ContentType { get; init; }

    public string? IntentId { get; init; }

    public string? Symbol { get; init; }

    public string? StrategyId { get; init; }

    /// <summary>The pass of its order that it belongs to, where it says so.</summary>
    public int? Pass { get; init; }

    /// <summary>The dead letter that it says it is a replay of.</summary>
    public long? ReplayOf { get; init; }

    /// <summary>What the broker's own record of the failure comes to; null where the failure was ours.</summary>
    public string? FaultId { get; init; }

    /// <summary>Whether the broker has delivered this very failure before.</summary>
    public bool IsRedelivered { get; init; }

    /// <summary>Whether it was moved by a version of the pipeline that kept what it moved.</summary>
    public bool IsMoved { get; init; }
}

/// <summary>A dead letter as lists have it, without its message.</summary>
public sealed class DeadLetterRow
{
    public long Id { get; set; }

    public long GroupId { get; set; }

    public DeadLetterState State { get; set; }

    public string Stage { get; set; } = "";

    public string Queue { get; set; } = "";

    public string? MessageId { get; set; }

    public string? MessageType { get; set; }

    public string? ClOrdId { get; set; }

    public string? IntentId { get; set; }

    public string? Symbol { get; set; }

    public string? StrategyId { get; set; }

    public int? Pass { get; set; }

    public string ExceptionType { get; set; } = "";

    public string Reason { get; set; } = "";

    public int Attempts { get; set; }

    public DateTimeOffset FirstAt { get; set; }

    public DateTimeOffset LastAt { get; set; }

    public int Replays { get; set; }

    public DateTimeOffset? ReplayedAt { get; set; }

    public int? ReplayPass { get; set; }

    public long? RunId { get; set; }

    public ReplayResult? Result { get; set; }

    /// <summary>1: its message is to go to its queue again, and has not been confirmed.</summary>
    public long Unsent { get; set; }

    /// <summary>What its message is for.</summary>
    public LetterKind Kind => LetterKinds.Of(Stage);
}

/// <summary>A dead letter's message.</summary>
public sealed class DeadLetterContent
{
    public long LetterId { get; set; }

    public string? ContentType { get; set; }

    /// <summary>JSON.</summary>
    public string Headers { get; set; } = "{}";

    /// <summary>As it came, byte for byte.</summary>
    public byte[] Body { get; set; } = [];

    /// <summary>What an operator has made of it; null when nobody has.</summary>
    public byte[]? EditedBody { get; set; }

    /// <summary>What a replay sends.</summary>
    public byte[] Sent => EditedBody ?? Body;
}
