namespace Pipeline.Store.Tables;

/// <summary>Permissions to send, each durable before the venue is called. The row's number is the fencing number.</summary>
public static class ClaimTable
{
    private const string Selection =
        "SELECT fencing, cl_ord_id, attempt, qty, claimed_at, send_deadline, outcome, detail, next_check_at, checks, absences, refusal_code, refusal_text, alerted, restoration FROM claims";

    /// <summary>Where PostgreSQL draws a claim's number from.</summary>
    internal const string Sequence = "claims_fencing_seq";

    /// <summary>Longest pause between two questions about a claim.</summary>
    public static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    /// <summary>No question but a claim's first is put off further; a clock that is nudged by a moment is not one that was set back.</summary>
    public static readonly TimeSpan FurthestCheck = LongestPause + TimeSpan.FromSeconds(1);

    public static long Insert(StoreSession session, string clOrdId, int attempt, decimal qty, DateTimeOffset now, DateTimeOffset deadline, DateTimeOffset nextCheckAt)
    {
        if (session.TakeDrawn(Sequence) is { } fencing)
        {
            session.Write(
                """
                INSERT INTO claims (fencing, cl_ord_id, attempt, qty, claimed_at, send_deadline, next_check_at)
                VALUES (@fencing, @clOrdId, @attempt, @qty, @now, @deadline, @nextCheckAt)
                """,
                new { fencing, clOrdId, attempt, qty, now, deadline, nextCheckAt });
            return fencing;
        }

        return session.Dialect.Insert(
            session,
            """
            INSERT INTO claims (cl_ord_id, attempt, qty, claimed_at, send_deadline, next_check_at)
            VALUES (@clOrdId, @attempt, @qty, @now, @deadline, @nextCheckAt)
            """,
            "fencing",
            new { clOrdId, attempt, qty, now, deadline, nextCheckAt });
    }

    /// <summary>Records that the venue must be asked about an order that a store which was lost may have sent. Nobody may send under it.</summary>
    public static long InsertAsked(StoreSession session, string clOrdId, int attempt, decimal qty, long restoration, string why, DateTimeOffset now)
    {
        var fencing = Insert(session, clOrdId, attempt, qty, now, now, now);
        session.Write("UPDATE claims SET outcome = 'unknown', detail = @why, restoration = @restoration WHERE fencing = @fencing", new { fencing, why, restoration });
        return fencing;
    }

    /// <summary>
    /// Makes the claims that were open in a backup the restoration's own: their senders are gone, and what was found out about them
    /// after the backup is lost, so the venue is asked from the beginning.
    /// </summary>
    public static void TakeOver(StoreSession session, long restoration, DateTimeOffset now) => session.Execute(
        """
        UPDATE claims SET restoration = @restoration, outcome = coalesce(outcome, 'unknown'), absences = 0, next_check_at = @now
        WHERE next_check_at IS NOT NULL
        """,
        new { restoration, now });

    /// <summary>Whether nobody knows what became of a claim's send.</summary>
    internal const string IsUnknown = "next_check_at IS NOT NULL AND outcome = 'unknown'";

    /// <summary>Whether nobody knows what became of a send of an order.</summary>
    public static bool IsUnresolved(StoreSession session, string clOrdId) => session.Scalar<bool>(
        $"SELECT EXISTS (SELECT 1 FROM claims WHERE cl_ord_id = @clOrdId AND {IsUnknown})", new { clOrdId });

    public static IReadOnlyList<Claim> OfOrder(StoreSession session, string clOrdId) =>
        session.Query<Claim>($"{Selection} WHERE cl_ord_id = @clOrdId ORDER BY attempt", new { clOrdId });

    /// <summary>Whether an attempt has its claim.</summary>
    public static bool Exists(StoreSession session, string clOrdId, int attempt) =>
        session.Scalar<long>("SELECT count(*) FROM claims WHERE cl_ord_id = @clOrdId AND attempt = @attempt", new { clOrdId, attempt }) == 1;

    /// <summary>The claim of a number, and of its order, by which what is written of other orders is known to be no matter of it.</summary>
    public static Claim? Find(StoreSession session, string clOrdId, long fencing) =>
        session.QueryFirst<Claim>($"{Selection} WHERE fencing = @fencing AND cl_ord_id = @clOrdId", new { fencing, clOrdId });

    /// <summary>Whether nobody has settled a claim: it is its holder's to use, until its deadline.</summary>
    public static bool IsUnsettled(StoreSession session, long fencing) =>
        session.Scalar<long>("SELECT count(*) FROM claims WHERE fencing = @fencing AND outcome IS NULL", new { fencing }) == 1;

    /// <summary>
    /// Claims about which the venue must be asked now. A time further ahead than any pause is one that a clock which was set back
    /// since has left behind, and is now. But the first question waits for the sender's call, which may take longer than any pause: of a claim that nobody has answered
    /// for or asked about, only that it was made later than now says that the clock was set back.
    /// </summary>
    public static IReadOnlyList<Claim> Due(StoreSession session, DateTimeOffset now, int most) =>
        session.Query<Claim>(
            $"""
            {Selection} WHERE next_check_at <= @now OR (next_check_at > @furthest AND (outcome IS NOT NULL OR checks > 0 OR claimed_at > @now))
            ORDER BY next_check_at LIMIT @most
            """,
            new { now, furthest = now + FurthestCheck, most });

    /// <summary>Records an outcome. A null <paramref name="nextCheckAt"/> says that nothing is open about it any more.</summary>
    public static void SetOutcome(StoreSession session, string clOrdId, long fencing, string outcome, string? detail, DateTimeOffset? nextCheckAt) => session.Write(
        "UPDATE claims SET outcome = @outcome, detail = @detail, next_check_at = @nextCheckAt WHERE fencing = @fencing AND cl_ord_id = @clOrdId",
        new { fencing, clOrdId, outcome, detail, nextCheckAt });

    /// <summary>
    /// A report about the order came in: whatever was open about its claims is settled by it. Said as IS NOT NULL, PostgreSQL would look for the claims of several orders among all that are open.
    /// </summary>
    public static void SettleOpen(StoreSession session, string clOrdId, string outcome, string detail) => session.Write(
        """
        UPDATE claims SET outcome = @outcome, detail = @detail, next_check_at = NULL
        WHERE cl_ord_id = @clOrdId AND coalesce(next_check_at, '') <> ''
        """,
        new { clOrdId, outcome, detail });

    /// <summary>Makes the open claims of an order no larger than what it asks for.</summary>
    /// <returns>Their attempts.</returns>
    public static IReadOnlyList<int> Lessen(StoreSession session, string clOrdId, decimal qty) =>
        session.Query<int>("UPDATE claims SET qty = @qty WHERE cl_ord_id = @clOrdId AND next_check_at IS NOT NULL RETURNING attempt", new { clOrdId, qty });

    /// <summary>When the venue must next be asked about any claim, or null when all have their outcome.</summary>
    public static DateTimeOffset? NextCheck(StoreSession session) =>
        session.QueryFirst<string>("SELECT min(next_check_at) FROM claims WHERE next_check_at IS NOT NULL") is { } at ? DateTimeOffset.Parse(at) : null;

    /// <summary>Has the venue asked now about what is open of an order, where its claim may not be used to send any more.</summary>
    public static void AskNow(StoreSession session, string clOrdId, DateTimeOffset now) => session.Write(
        "UPDATE claims SET next_check_at = @now WHERE cl_ord_id = @clOrdId AND next_check_at > @now AND send_deadline <= @now", new { clOrdId, now });

    /// <summary>Keeps a refusal that does not prove itself: it becomes the answer once the venue is proven not to have the order.</summary>
    public static void SetRefusal(StoreSession session, long fencing, string code, string text) => session.Write(
        "UPDATE claims SET refusal_code = @code, refusal_text = @text WHERE fencing = @fencing", new { fencing, code, text });

    /// <summary>Puts the next question off, with what this one added to the evidence.</summary>
    public static void CheckAgain(StoreSession session, long fencing, DateTimeOffset nextCheckAt, int absences) => session.Write(
        "UPDATE claims SET next_check_at = @nextCheckAt, checks = checks + 1, absences = @absences WHERE fencing = @fencing",
        new { fencing, nextCheckAt, absences });

    /// <summary>Remembers that a person was told, so that it happens once.</summary>
    public static void SetAlerted(StoreSession session, long fencing, string code) => session.Write(
        "UPDATE claims SET alerted = @code WHERE fencing = @fencing", new { fencing, code });
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

    /// <summary>Complete late not-founds in a row; two of them prove absence.</summary>
    public int Absences { get; set; }

    /// <summary>How the venue refused, in words that do not prove it; null when it did not.</summary>
    public string? RefusalCode { get; set; }

    public string? RefusalText { get; set; }

    /// <summary>Code of the last alert raised about it; null before the first.</summary>
    public string? Alerted { get; set; }

    /// <summary>The restoration that has the venue asked about it; null for a claim that was made to send.</summary>
    public long? Restoration { get; set; }

    /// <summary>True only when it is proven that the venue does not have it.</summary>
    public bool IsProvenAbsent => Outcome is ClaimOutcome.NotFound or ClaimOutcome.NotSent;

    /// <summary>For how long it permitted to send; zero when it never did.</summary>
    public TimeSpan ToSend => SendDeadline > ClaimedAt ? SendDeadline - ClaimedAt : TimeSpan.Zero;

    /// <summary>Whether a byte may have left under it.</summary>
    public bool IsSend => ToSend > TimeSpan.Zero && Outcome != ClaimOutcome.NotSent;
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
