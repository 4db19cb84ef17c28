using Pipeline.Store;

namespace Pipeline.Simulation.Processes;

/// <summary>When the store says that something is due, by the wall clock, null when nothing is; and how far its journal has come.</summary>
/// <param name="Deadline">The next deadline of an order, a cancel or a fill policy.</param>
/// <param name="DeadlineSetAt">When the newest of the deadlines of cancels and fill policies was set.</param>
/// <param name="Check">The next question about an open claim, or about an order that a policy has canceled.</param>
/// <param name="Unsent">The next unsent follow-up.</param>
/// <param name="HasOpenOrders">Whether any order has not come to its end.</param>
/// <param name="WantsImport">Whether the store came from a backup and the venue's orders since then are not imported yet.</param>
/// <param name="LookAgain">When a difference from the venue must be looked at again.</param>
/// <param name="AwaitedUntil">When what is missing for an awaited fee is a break.</param>
/// <param name="WantsReconciliation">Whether a comparison with the venue is asked for.</param>
/// <param name="WantsHaltCancels">Whether a halt has something to cancel.</param>
/// <param name="HasPriceBands">Whether any symbol has a price band, so that its limit state is followed.</param>
/// <param name="JournalSeq">The newest entry of the journal; 0 before the first.</param>
internal sealed record DueTimes(
    DateTimeOffset? Deadline, DateTimeOffset? DeadlineSetAt, DateTimeOffset? Check, DateTimeOffset? Unsent, DateTimeOffset? LookAgain, DateTimeOffset? AwaitedUntil, bool HasOpenOrders,
    bool WantsImport, bool WantsReconciliation, bool WantsHaltCancels, bool HasPriceBands, long JournalSeq)
{
    public static DueTimes Of(StoreSession session)
    {
        var row = session.QueryFirst<Row>(
            """
            SELECT (SELECT min(next_deadline_at) FROM orders WHERE next_deadline_at IS NOT NULL) AS deadline,
                   (SELECT min(next_attempt_at) FROM cancels WHERE next_attempt_at IS NOT NULL) AS cancel,
                   (SELECT min(next_act_at) FROM fill_policies WHERE next_act_at IS NOT NULL AND act IS NULL) AS policy,
                   (SELECT max(at) FROM (
                       SELECT max(answered_at) AS at FROM cancels WHERE next_attempt_at IS NOT NULL
                       UNION ALL SELECT max(set_at) FROM fill_policies WHERE next_act_at IS NOT NULL AND act IS NULL)) AS deadline_set,
                   (SELECT min(next_check_at) FROM claims WHERE next_check_at IS NOT NULL) AS "check",
                   (SELECT min(next_act_at) FROM fill_policies WHERE next_act_at IS NOT NULL AND act IS NOT NULL) AS remainder,
                   (SELECT min(next_attempt_at) FROM follow_ups WHERE sent_at IS NULL) AS unsent,
                   (SELECT min(look_again_at) FROM reconciliations) AS look,
                   (SELECT min(until) FROM awaited_fees) AS awaited,
                   EXISTS (SELECT 1 FROM reconciliations WHERE done < asked) AS reconciliation,
                   EXISTS (SELECT 1 FROM order_sagas WHERE state <> 'Done') AS open,
                   EXISTS (SELECT 1 FROM restorations WHERE ended_at IS NULL AND imported_at IS NULL) AS import,
                   EXISTS (SELECT 1 FROM halts WHERE cancel_after IS NOT NULL) AS halt_cancels,
                   EXISTS (SELECT 1 FROM price_bands) AS bands,
                   (SELECT seq FROM sqlite_sequence WHERE name = 'journal') AS journal
            """)!;
        return new DueTimes(
            Earlier(Earlier(Parse(row.Deadline), Parse(row.Cancel)), Parse(row.Policy)), Parse(row.DeadlineSet), Earlier(Parse(row.Check), Parse(row.Remainder)), Parse(row.Unsent),
            Parse(row.Look), Parse(row.Awaited), row.Open != 0, row.Import != 0, row.Reconciliation != 0, row.HaltCancels != 0, row.Bands != 0, row.Journal ?? 0);
    }

    private static DateTimeOffset? Earlier(DateTimeOffset? one, DateTimeOffset? other) => other is null || one < other ? one : other;

    private static DateTimeOffset? Parse(string? text) => text is null ? null : Columns.Time(text);

    private sealed class Row
    {
        public string? Deadline { get; set; }

        public string? Cancel { get; set; }

        public string? Policy { get; set; }

        public string? DeadlineSet { get; set; }

        public string? Check { get; set; }

        public string? Remainder { get; set; }

        public string? Unsent { get; set; }

        public string? Look { get; set; }

        public string? Awaited { get; set; }

        public long Reconciliation { get; set; }

        public long Open { get; set; }

        public long Import { get; set; }

        public long HaltCancels { get; set; }

        public long Bands { get; set; }

        public long? Journal { get; set; }
    }
}
