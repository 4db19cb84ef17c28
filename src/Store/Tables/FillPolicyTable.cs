using Pipeline.Trading;

namespace Pipeline.Store.Tables;

/// <summary>What the fill policies of orders at the venue have to remember, and when each must act or ask next.</summary>
public static class FillPolicyTable
{
    /// <summary>Longest pause between two questions about what became of an act.</summary>
    public static readonly TimeSpan LongestPause = ClaimTable.LongestPause;

    private const string Selection = "SELECT cl_ord_id, working_at, act, acted_at, checks, repeats, alerted, next_act_at FROM fill_policies";

    public static FillPolicyRow? Find(StoreSession session, string clOrdId) =>
        session.QueryFirst<FillPolicyRow>($"{Selection} WHERE cl_ord_id = @clOrdId", new { clOrdId });

    /// <summary>Every policy that has begun.</summary>
    internal static IReadOnlyList<FillPolicyRow> All(StoreSession session) =>
        session.Query<FillPolicyRow>("SELECT cl_ord_id, working_at, set_at, told FROM fill_policies");

    /// <summary>The order is known to be at the venue from now on.</summary>
    /// <returns>False when it was known before.</returns>
    public static bool Start(StoreSession session, string clOrdId, DateTimeOffset now, DateTimeOffset nextActAt) => session.Execute(
        "INSERT INTO fill_policies (cl_ord_id, working_at, next_act_at, set_at) VALUES (@clOrdId, @now, @nextActAt, @now) ON CONFLICT DO NOTHING",
        new { clOrdId, now, nextActAt }) == 1;

    /// <summary>Orders whose policy must act now: its time has come, or a clock which was set back since it was set has put it off.</summary>
    public static IReadOnlyList<FillPolicyRow> Due(StoreSession session, DateTimeOffset now, int most) => Due(session, "act IS NULL", now, most);

    /// <summary>Orders about whose fills or cancel the venue must be asked now.</summary>
    public static IReadOnlyList<FillPolicyRow> DueQuestions(StoreSession session, DateTimeOffset now, int most) =>
        Due(session, "act IN ('check', 'cancel', 'replace')", now, most);

    /// <summary>Records an act, and when the venue is asked what became of it; null when nothing is to be asked.</summary>
    public static void SetAct(StoreSession session, string clOrdId, string act, DateTimeOffset now, DateTimeOffset? nextActAt) => session.Execute(
        """
        UPDATE fill_policies SET act = @act, acted_at = @now, checks = 0, repeats = 0, alerted = 0, next_act_at = @nextActAt, set_at = @now
        WHERE cl_ord_id = @clOrdId
        """,
        new { clOrdId, act, now, nextActAt });

    /// <summary>Nothing takes the order's place any more, but it is to end all the same.</summary>
    /// <returns>False when nothing was to take it.</returns>
    public static bool CancelOnly(StoreSession session, string clOrdId) => session.Execute(
        "UPDATE fill_policies SET act = @cancel WHERE cl_ord_id = @clOrdId AND act = @replace",
        new { clOrdId, cancel = FillPolicyAct.Cancel, replace = FillPolicyAct.Replace }) == 1;

    /// <summary>Sets when the policy looks at the order again.</summary>
    public static void SetNext(StoreSession session, string clOrdId, DateTimeOffset at, DateTimeOffset now) => session.Execute(
        "UPDATE fill_policies SET next_act_at = @at, set_at = @now WHERE cl_ord_id = @clOrdId", new { clOrdId, at, now });

    /// <summary>
    /// The order is over, and what its policy was about ended with it: should it be open again, the policy begins anew. One that had
    /// nothing more to do has not then either.
    /// </summary>
    public static void End(StoreSession session, string clOrdId) => session.Execute(
        "UPDATE fill_policies SET act = CASE act WHEN @done THEN act END, next_act_at = NULL WHERE cl_ord_id = @clOrdId",
        new { clOrdId, done = FillPolicyAct.Done });

    /// <summary>Puts the next question off.</summary>
    public static void AskAgain(StoreSession session, string clOrdId, DateTimeOffset at, DateTimeOffset now) => session.Execute(
        "UPDATE fill_policies SET next_act_at = @at, set_at = @now, checks = checks + 1 WHERE cl_ord_id = @clOrdId", new { clOrdId, at, now });

    /// <summary>Remembers that the act's cancel was asked for once more, and puts the next question off.</summary>
    public static void Repeat(StoreSession session, string clOrdId, DateTimeOffset at, DateTimeOffset now) => session.Execute(
        "UPDATE fill_policies SET next_act_at = @at, set_at = @now, checks = checks + 1, repeats = repeats + 1 WHERE cl_ord_id = @clOrdId",
        new { clOrdId, at, now });

    /// <summary>Remembers that a person was told, so that it happens once for an act.</summary>
    public static void SetAlerted(StoreSession session, string clOrdId) =>
        session.Execute("UPDATE fill_policies SET alerted = 1 WHERE cl_ord_id = @clOrdId", new { clOrdId });

    /// <summary>Has the venue asked now what became of an order that another waits to replace.</summary>
    public static void Wake(StoreSession session, string clOrdId, DateTimeOffset now) => session.Execute(
        "UPDATE fill_policies SET act = 'replace', acted_at = coalesce(acted_at, @now), next_act_at = @now, set_at = @now WHERE cl_ord_id = @clOrdId", new { clOrdId, now });

    private static IReadOnlyList<FillPolicyRow> Due(StoreSession session, string acts, DateTimeOffset now, int most) => session.Query<FillPolicyRow>(
        $"{Selection} WHERE (next_act_at <= @now OR (next_act_at IS NOT NULL AND set_at > @ahead)) AND {acts} ORDER BY next_act_at LIMIT @most",
        new { now, ahead = now + ClockStep.Slack, most });
}

/// <summary>What the policy of one order remembers.</summary>
public sealed class FillPolicyRow
{
    public string ClOrdId { get; set; } = "";

    /// <summary>Since when the order is known to be at the venue.</summary>
    public DateTimeOffset WorkingAt { get; set; }

    /// <summary>One of <see cref="FillPolicyAct"/>; null before the first.</summary>
    public string? Act { get; set; }

    public DateTimeOffset? ActedAt { get; set; }

    /// <summary>How often the venue was asked what became of the act.</summary>
    public int Checks { get; set; }

    /// <summary>How often the act's cancel was asked for again.</summary>
    public int Repeats { get; set; }

    /// <summary>1 when a person was told that the act has no effect.</summary>
    public int Alerted { get; set; }

    public DateTimeOffset? NextActAt { get; set; }

    /// <summary>When <see cref="NextActAt"/> was set.</summary>
    public DateTimeOffset? SetAt { get; set; }

    /// <summary>1 when the journal tells when it began.</summary>
    public int Told { get; set; }
}

/// <summary>What a policy has done about an order.</summary>
public static class FillPolicyAct
{
    /// <summary>Before it decides, the venue is asked what has filled.</summary>
    public const string Check = "check";

    public const string Cancel = "cancel";
    public const string Replace = "replace";
    public const string Escalate = "escalate";

    /// <summary>Nothing more is to be done.</summary>
    public const string Done = "done";
}
