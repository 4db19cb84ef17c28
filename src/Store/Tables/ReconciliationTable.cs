namespace Pipeline.Store.Tables;

/// <summary>How far our view of each account has been compared with the venue's, and what is asked for.</summary>
public static class ReconciliationTable
{
    private const string Selection =
        "SELECT began_at, asked, blocking, done, why, executions_from, finished_at, look_again_at, cash, cash_flow, cash_seq FROM reconciliations";

    public static Reconciliation? Find(StoreSession session, string venue, string account) =>
        session.Kept("reconciliations", (venue, account), () => session.QueryFirst<Reconciliation>($"{Selection} WHERE venue = @venue AND account = @account", new { venue, account }));

    /// <summary>That of an order's account.</summary>
    public static Reconciliation? FindOfOrder(StoreSession session, string clOrdId) => session.QueryFirst<Reconciliation>(
        $"{Selection} WHERE (venue, account) = (SELECT venue, account FROM orders WHERE cl_ord_id = @clOrdId)", new { clOrdId });

    /// <summary>Where an account was served last; null where nobody has sent to it, or before that was kept.</summary>
    public static string? EndpointOf(StoreSession session, string venue, string account) =>
        session.QueryFirst<string>("SELECT endpoint FROM reconciliations WHERE venue = @venue AND account = @account", new { venue, account });

    /// <summary>Says where an account is served.</summary>
    public static void ServeAt(StoreSession session, string venue, string account, string endpoint) => session.Execute(
        "UPDATE reconciliations SET endpoint = @endpoint WHERE venue = @venue AND account = @account", new { venue, account, endpoint });

    /// <summary>Asks for a comparison. One that has begun already does not answer it.</summary>
    /// <param name="session">The step.</param>
    /// <param name="venue">The venue.</param>
    /// <param name="account">The account there.</param>
    /// <param name="why">For people.</param>
    /// <param name="blocks">Whether nothing may be sent before it has finished.</param>
    /// <param name="now">The time.</param>
    public static void Ask(StoreSession session, string venue, string account, string why, bool blocks, DateTimeOffset now) => session.Execute(
        """
        INSERT INTO reconciliations (venue, account, began_at, asked, blocking, done, why) VALUES (@venue, @account, @now, 1, @blocks, 0, @why)
        ON CONFLICT (venue, account) DO UPDATE SET
            asked = reconciliations.asked + 1, why = excluded.why,
            blocking = CASE WHEN @blocks = 1 THEN reconciliations.asked + 1 ELSE reconciliations.blocking END
        """,
        new { venue, account, why, blocks = blocks ? 1 : 0, now });

    /// <summary>Records that the comparison which answers an ask has finished.</summary>
    public static void Finish(StoreSession session, string venue, string account, long asked, DateTimeOffset executionsFrom, DateTimeOffset? lookAgainAt, DateTimeOffset now) =>
        session.Execute(
            """
            UPDATE reconciliations SET done = CASE WHEN done < @asked THEN @asked ELSE done END, executions_from = @executionsFrom, look_again_at = @lookAgainAt, finished_at = @now
            WHERE venue = @venue AND account = @account
            """,
            new { venue, account, asked, executionsFrom, lookAgainAt, now });

    /// <summary>As of which entry of the journal the cash of each account was written.</summary>
    internal static IReadOnlyList<CashRow> Cash(StoreSession session) => session.Query<CashRow>("SELECT venue, account, cash_seq FROM reconciliations");

    internal static void SetCash(StoreSession session, string venue, string account, decimal cash, decimal flow, long? seq) => session.Execute(
        "UPDATE reconciliations SET cash = @cash, cash_flow = @flow, cash_seq = @seq WHERE venue = @venue AND account = @account",
        new { venue, account, cash, flow, seq });
}

/// <summary>How far an account is compared.</summary>
public sealed class Reconciliation
{
    /// <summary>Since when the account is followed.</summary>
    public DateTimeOffset BeganAt { get; set; }

    public long Asked { get; set; }

    public long Blocking { get; set; }

    public long Done { get; set; }

    public string Why { get; set; } = "";

    /// <summary>Executions from here on are compared next time; null compares all.</summary>
    public DateTimeOffset? ExecutionsFrom { get; set; }

    public DateTimeOffset? FinishedAt { get; set; }

    /// <summary>When to look again at a difference that is not a break yet.</summary>
    public DateTimeOffset? LookAgainAt { get; set; }

    /// <summary>What the venue had in cash when it was last as expected, with what was accepted or adjusted since.</summary>
    public decimal? Cash { get; set; }

    /// <summary>What fills and fees had brought when <see cref="Cash"/> was stated.</summary>
    public decimal? CashFlow { get; set; }

    /// <summary>The journal's newest entry then; null where it was not kept.</summary>
    public long? CashSeq { get; set; }

    /// <summary>Whether a comparison is asked for that has not finished.</summary>
    public bool IsWanted => Done < Asked;

    /// <summary>Whether nothing may be sent before it has finished.</summary>
    public bool IsBlocking => Done < Blocking;
}

/// <summary>When the cash of an account was written.</summary>
internal sealed class CashRow
{
    public string Venue { get; set; } = "";

    public string Account { get; set; } = "";

    /// <summary>The journal's newest entry then; null where it was never stated, or before that was kept.</summary>
    public long? CashSeq { get; set; }
}
