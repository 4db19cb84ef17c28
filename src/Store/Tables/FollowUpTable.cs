using System.Text.Json;
using Pipeline.Messages;
using Pipeline.Messages.Orders;

namespace Pipeline.Store.Tables;

/// <summary>What steps must still tell others. A follow-up is unsent until the transport has confirmed it.</summary>
public static class FollowUpTable
{
    /// <summary>How long the publisher that recorded a follow-up has it to itself before the sweep takes over.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    // A newer version may have told something that this one has no name for; that version publishes it when it is back.
    private static readonly string KnownTypes = string.Join(", ", MessageTypes.All.Select(type => $"'{type.Name}'"));

    public static void Insert(StoreSession session, FollowUp followUp, string stage) => session.Write(
        """
        INSERT INTO follow_ups (message_id, cl_ord_id, pass, stage, next_stage, seq, type, body, next_attempt_at)
        VALUES (@MessageId, @ClOrdId, @Pass, @stage, @NextStage, @Seq, @type, @body, @nextAttemptAt)
        """,
        new
        {
            followUp.MessageId, followUp.Message.ClOrdId, followUp.Message.Pass, stage, followUp.NextStage, followUp.Message.Seq,
            type = followUp.Message.GetType().Name, body = Columns.Json(followUp.Message), nextAttemptAt = followUp.Message.At + Grace,
        });

    /// <summary>The follow-ups that a stage recorded for an order in one pass: what a redelivery publishes again.</summary>
    public static IReadOnlyList<FollowUp> OfStep(StoreSession session, string clOrdId, string stage, int pass) => Parse(session.Query<Row>(
        "SELECT message_id, next_stage, type, body FROM follow_ups WHERE cl_ord_id = @clOrdId AND stage = @stage AND pass = @pass ORDER BY seq",
        new { clOrdId, stage, pass }));

    /// <summary>
    /// Unsent follow-ups whose time has come, the oldest first, and calls before all others where there are more than are wanted: news that nobody takes
    /// holds up no call. A time further ahead than any pause is one that a clock which was set back since has left behind, and is now.
    /// </summary>
    /// <param name="session">The step.</param>
    /// <param name="now">The time.</param>
    /// <param name="longestPause">Longest pause between two tries.</param>
    /// <param name="most">So many at most.</param>
    public static IReadOnlyList<FollowUp> Unsent(StoreSession session, DateTimeOffset now, TimeSpan longestPause, int most)
    {
        IReadOnlyList<FollowUp> Oldest(string also) => Parse(session.Query<Row>(
            $"""
            SELECT message_id, next_stage, type, body FROM follow_ups
            WHERE sent_at IS NULL AND (next_attempt_at <= @now OR next_attempt_at > @furthest) AND type IN ({KnownTypes}){also} ORDER BY next_attempt_at, seq LIMIT @most
            """,
            new { now, furthest = now + longestPause + Grace, most }));

        var oldest = Oldest("");
        return oldest.Count < most ? oldest : [.. Oldest(" AND next_stage IS NOT NULL AND next_stage <> 'analytics'").Concat(oldest).DistinctBy(followUp => followUp.MessageId).Take(most)];
    }

    /// <summary>How many unsent follow-ups are of a type that this version does not know.</summary>
    public static long CountUnknown(StoreSession session) =>
        session.Scalar<long>($"SELECT count(*) FROM follow_ups WHERE sent_at IS NULL AND type NOT IN ({KnownTypes})");

    /// <summary>The newest call for a check or a send of an order's pass of which no step is recorded; null when none is outstanding.</summary>
    public static FollowUp? Awaited(StoreSession session, string clOrdId, int pass) => Parse(session.Query<Row>(
        """
        SELECT f.message_id, f.next_stage, f.type, f.body FROM follow_ups f
        WHERE f.cl_ord_id = @clOrdId AND f.pass = @pass AND (f.next_stage IN ('validation', 'session') OR f.next_stage LIKE 'submission%')
          AND NOT EXISTS (SELECT 1 FROM steps t WHERE t.cl_ord_id = f.cl_ord_id AND t.stage = f.next_stage AND t.pass = f.pass)
        ORDER BY f.seq DESC LIMIT 1
        """,
        new { clOrdId, pass })).FirstOrDefault();

    /// <summary>The newest call of an order to a step; null when there is none.</summary>
    public static FollowUp? Call(StoreSession session, string clOrdId, string step) => Parse(session.Query<Row>(
        "SELECT message_id, next_stage, type, body FROM follow_ups WHERE cl_ord_id = @clOrdId AND next_stage = @step ORDER BY seq DESC LIMIT 1", new { clOrdId, step })).FirstOrDefault();

    /// <summary>Marks a follow-up as unsent, for whoever publishes it now; the sweep takes it over should that fail.</summary>
    public static void TellAgain(StoreSession session, FollowUp followUp, DateTimeOffset now) => session.Write(
        "UPDATE follow_ups SET sent_at = NULL, next_attempt_at = @at WHERE cl_ord_id = @ClOrdId AND message_id = @MessageId",
        new { followUp.Message.ClOrdId, followUp.MessageId, at = now + Grace });

    public static long CountUnsent(StoreSession session) =>
        session.Scalar<long>("SELECT count(*) FROM follow_ups WHERE sent_at IS NULL");

    /// <summary>Notes that the transport has confirmed them.</summary>
    public static void MarkSent(StoreSession session, IReadOnlyList<FollowUp> followUps, DateTimeOffset now) =>
        session.Dialect.MarkSent(session, [.. followUps.Select(followUp => (followUp.Message.ClOrdId, followUp.MessageId))], now);

    public static void Postpone(StoreSession session, FollowUp followUp, DateTimeOffset until) => session.Write(
        "UPDATE follow_ups SET attempts = attempts + 1, next_attempt_at = @until WHERE cl_ord_id = @ClOrdId AND message_id = @MessageId",
        new { followUp.Message.ClOrdId, followUp.MessageId, until });

    /// <summary>
    /// For a transport whose queues died with the process: marks as unsent what open orders may not have been told.
    /// That is every call for a step that is not recorded, and all news after what the order's saga has applied. And a cancel that nobody has asked the venue for
    /// of an order that is over here: the venue may list it as open.
    /// Parked orders, whose way ended in a dead letter, are left to a person: they are not sent on, but what a venue says is told.
    /// </summary>
    public static int Reopen(StoreSession session, DateTimeOffset now) => session.Execute(
        """
        UPDATE follow_ups SET sent_at = NULL, next_attempt_at = @now
        WHERE (cl_ord_id, message_id) IN (
            SELECT f.cl_ord_id, f.message_id FROM follow_ups f
            JOIN orders o ON o.cl_ord_id = f.cl_ord_id
            LEFT JOIN order_sagas s ON s.cl_ord_id = f.cl_ord_id
            WHERE (s.state IS NULL OR s.state <> 'Done' OR f.next_stage = 'analytics'
                OR (f.type = 'CancelOrder' AND EXISTS (SELECT 1 FROM cancels c WHERE c.cl_ord_id = f.cl_ord_id AND c.outcome IS NULL)))
              AND NOT ((coalesce(f.next_stage, '') IN ('validation', 'session') OR coalesce(f.next_stage, '') LIKE 'submission%') AND EXISTS (
                  SELECT 1 FROM parked_orders d WHERE d.cl_ord_id = f.cl_ord_id))
              AND ((f.pass = o.pass AND f.next_stage IS NOT NULL AND NOT EXISTS (
                      SELECT 1 FROM steps t WHERE t.cl_ord_id = f.cl_ord_id AND t.stage = f.next_stage AND t.pass = f.pass))
                   OR f.seq > coalesce(s.last_seq, 0)
                   OR (f.type = 'OrderStatusChanged' AND f.seq > coalesce(s.ledger_seq, 0))))
        """,
        new { now });

    private static List<FollowUp> Parse(IReadOnlyList<Row> rows) => [.. rows.Select(row => new FollowUp(
        row.MessageId,
        (OrderMessage)JsonSerializer.Deserialize(row.Body, MessageTypes.ByName(row.Type), PipelineJson.Options)!,
        row.NextStage))];

    private sealed class Row
    {
        public Guid MessageId { get; set; }

        public string? NextStage { get; set; }

        public string Type { get; set; } = "";

        public string Body { get; set; } = "";
    }
}

/// <summary>A message that a step still has to publish.</summary>
/// <param name="MessageId">Derived from the step, so that a repeat is the same message.</param>
/// <param name="Message">The message.</param>
/// <param name="NextStage">The stage whose step it calls for; null for news that calls for none.</param>
public sealed record FollowUp(Guid MessageId, OrderMessage Message, string? NextStage)
{
    /// <summary>Whether the step that it calls for was recorded with it, so that it is news alone. The store does not know that: told again it is a call, and finds its step.</summary>
    public bool IsTaken { get; init; }
}
