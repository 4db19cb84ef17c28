namespace Pipeline.Store.Tables;

/// <summary>Permissions to send, each durable before the venue is called. The row's number is the fencing number.</summary>
public static class ClaimTable
{
    private const string Selection =
        "SELECT fencing, cl_ord_id, attempt, qty, claimed_at, send_deadline, outcome, detail, next_check_at, checks FROM claims";

    public static long Insert(StoreSession session, string clOrdId, int attempt, decimal qty, DateTimeOffset now, DateTimeOffset deadline, DateTimeOffset nextCheckAt) =>
        session.Scalar<long>(
            """
            INSERT INTO claims (cl_ord_id, attempt, qty, claimed_at, send_deadline, next_check_at)
            VALUES (@clOrdId, @attempt, @qty, @now, @deadline, @nextCheckAt) RETURNING fencing
            """,
            new { clOrdId, attempt, qty, now, deadline, nextCheckAt });

    public static IReadOnlyList<Claim> OfOrder(StoreSession session, string clOrdId) =>
        session.Query<Claim>($"{Selection} WHERE cl_ord_id = @clOrdId ORDER BY attempt", new { clOrdId });

    /// <summary>Claims about which the venue must be asked now.</summary>
    public static IReadOnlyList<Claim> Due(StoreSession session, DateTimeOffset now, int most) =>
        session.Query<Claim>($"{Selection} WHERE next_check_at <= @now ORDER BY next_check_at LIMIT @most", new { now, most });

    /// <summary>Records an outcome. A null <paramref name="nextCheckAt"/> says that nothing is open about it any more.</summary>
    public static void SetOutcome(StoreSession session, long fencing, string outcome, string? detail, DateTimeOffset? nextCheckAt) => session.Execute(
        "UPDATE claims SET outcome = @outcome, detail = @detail, next_check_at = @nextCheckAt WHERE fencing = @fencing",
        new { fencing, outcome, detail, nextCheckAt });

    /// <summary>A report about the order came in: whatever was open about its claims is settled by it.</summary>
    public static int SettleOpen(StoreSession session, string clOrdId, string outcome, string detail) => session.Execute(
        """
        UPDATE claims SET outcome = @outcome, detail = @detail, next_check_at = NULL
        WHERE cl_ord_id = @clOrdId AND next_check_at IS NOT NULL
        """,
        new { clOrdId, outcome, detail });

    /// <summary>When the venue must next be asked about any claim, or null when all have their outcome.</summary>
    public static DateTimeOffset? NextCheck(StoreSession session) =>
        session.QueryFirst<string>("SELECT min(next_check_at) FROM claims WHERE next_check_at IS NOT NULL") is { } at ? DateTimeOffset.Parse(at) : null;

    public static void CheckAgain(StoreSession session, long fencing, DateTimeOffset nextCheckAt) => session.Execute(
        "UPDATE claims SET next_check_at = @nextCheckAt, checks = checks + 1 WHERE fencing = @fencing", new { fencing, nextCheckAt });
}

/// <summary>A permission to send one attempt of one order.</summary>
public sealed class Claim
{
    /// <summary>Grows with every claim; a sender with an older number has been overtaken.</summary>
    public long Fencing { get; set; }

    public string ClOrdId { get; set; } = "";

    public int Attempt { get; set; }

    public decimal Qty { get; set; }

    public DateTimeOffset ClaimedAt { get; set; }

    /// <summary>Past this the claim may not be used any more.</summary>
    public DateTimeOffset SendDeadline { get; set; }

    /// <summary>One of <see cref="ClaimOutcome"/>; null while nobody has said.</summary>
    public string? Outcome { get; set; }

    public string? Detail { get; set; }

    public DateTimeOffset? NextCheckAt { get; set; }

    /// <summary>How often the venue was asked about it.</summary>
    public int Checks { get; set; }

    /// <summary>True only when it is proven that the venue does not have it.</summary>
    public bool IsProvenAbsent => Outcome is ClaimOutcome.NotFound or ClaimOutcome.NotSent;
}

/// <summary>What became of a claim.</summary>
public static class ClaimOutcome
{
    public const string Acknowledged = "acknowledged";
    public const string Rejected = "rejected";
    public const string Unknown = "unknown";

    /// <summary>Proven: not a byte was sent.</summary>
    public const string NotSent = "not_sent";

    /// <summary>Proven: the venue does not have it, asked late enough to know.</summary>
    public const string NotFound = "not_found";
}
