using System.Text.Json.Serialization;
using Pipeline.Trading.Orders;
using Pipeline.Trading.Reconciliation;

namespace Pipeline.Store.Tables;

/// <summary>Where our view of an account and the venue's are, or were, not the same. Nothing is ever removed.</summary>
public static class BreakTable
{
    /// <summary>Entries of the journal that are looked through for what was booked since: more than come between two comparisons.</summary>
    private const int Newest = 20_000;

    private const string Selection =
        """
        SELECT id, kind, subject, venue, account, symbol, cl_ord_id, ours, theirs, delta, pauses, raised_at, last_seen_at, closed_at, resolution, by, why,
            stood_until, rebases
        FROM breaks
        """;

    public static long Insert(StoreSession session, string venue, string account, Difference found, ExternalPolicy? policy, bool pauses, DateTimeOffset now) => session.Scalar<long>(
        """
        INSERT INTO breaks (kind, subject, venue, account, symbol, cl_ord_id, ours, theirs, delta, pauses, rebases, raised_at, last_seen_at)
        VALUES (@kind, @Subject, @venue, @account, @Symbol, @ClOrdId, @Ours, @Theirs, @Delta, @pauses, @rebases, @now, @now) RETURNING id
        """,
        new
        {
            kind = Columns.Word(found.Kind), found.Subject, venue, account, found.Symbol, found.ClOrdId, found.Ours, found.Theirs, found.Delta,
            pauses = pauses ? 1 : 0, rebases = policy == ExternalPolicy.Rebase ? 1 : 0, now,
        });

    public static Break? Find(StoreSession session, long id) => session.QueryFirst<Row>($"{Selection} WHERE id = @id", new { id })?.ToBreak();

    /// <summary>
    /// Whether anything of what a break is about was booked since a comparison saw it last, fees in a symbol included: that comparison's difference may be none any more.
    /// </summary>
    public static bool HasMoved(StoreSession session, Break open)
    {
        var seen = session.Scalar<long>(
            "SELECT coalesce(max(seq), (SELECT max(seq) FROM journal) - @Newest) FROM journal WHERE seq > (SELECT max(seq) FROM journal) - @Newest AND at <= @LastSeenAt", new { Newest, open.LastSeenAt });
        return open.Symbol is { } symbol
            ? session.Scalar<bool>(
                """
                SELECT EXISTS (SELECT 1 FROM executions WHERE account = @Account AND symbol = @symbol AND (exec_type = 'trade' OR exec_type = 'trade_correct' OR exec_type = 'trade_cancel') AND seq > @seen)
                    OR EXISTS (SELECT 1 FROM fee_reports WHERE account = @Account AND symbol = @symbol AND seq > @seen)
                """,
                new { open.Account, symbol, seen })
            : session.Scalar<bool>("SELECT EXISTS (SELECT 1 FROM journal WHERE seq > @seen AND kind IN ('ExecutionReport', 'ExternalReport', 'FeeReported'))", new { seen });
    }

    /// <summary>The open breaks of an account, the oldest first.</summary>
    public static IReadOnlyList<Break> Open(StoreSession session, string venue, string account) => Breaks(session.Query<Row>(
        $"{Selection} WHERE closed_at IS NULL AND venue = @venue AND account = @account ORDER BY id", new { venue, account }));

    /// <summary>The breaks of an account whose acceptance stands, but for orders of others: those are settled for good.</summary>
    public static IReadOnlyList<Break> Standing(StoreSession session, string venue, string account) => Breaks(session.Query<Row>(
        $"{Selection} WHERE resolution = 'accepted' AND stood_until IS NULL AND kind <> 'external_order' AND venue = @venue AND account = @account ORDER BY id",
        new { venue, account }));

    /// <summary>Everything that was ever raised about a subject, the newest first.</summary>
    public static IReadOnlyList<Break> About(StoreSession session, string venue, string account, string subject) => Breaks(session.Query<Row>(
        $"{Selection} WHERE subject = @subject AND venue = @venue AND account = @account ORDER BY id DESC", new { venue, account, subject }));

    /// <summary>Whether the venue was found to have an order under a ClOrdId that no order of ours had then.</summary>
    public static bool IsAtVenue(StoreSession session, string clOrdId) => session.Scalar<bool>(
        "SELECT EXISTS (SELECT 1 FROM breaks WHERE cl_ord_id = @clOrdId AND kind = 'external_order')", new { clOrdId });

    /// <summary>The open breaks for which new orders of a symbol are held, the oldest first; none when they may go.</summary>
    public static IReadOnlyList<Break> Pausing(StoreSession session, string venue, string account, string symbol) => session.Kept("breaks", (venue, account, symbol), () => Breaks(session.Query<Row>(
        $"{Selection} WHERE closed_at IS NULL AND symbol = @symbol AND pauses = 1 AND venue = @venue AND account = @account ORDER BY id", new { venue, account, symbol })));

    /// <summary>A page of breaks, in the order in which they were raised unless the newest are to come first.</summary>
    public static IReadOnlyList<Break> List(StoreSession session, BreakFilter filter) => Breaks(session.Query<Row>(
        $"""
         {Selection} WHERE id > @After AND (@isOpen = 0 OR closed_at IS NULL) AND (@Symbol IS NULL OR symbol = @Symbol) AND (@kind IS NULL OR kind = @kind)
         ORDER BY id {(filter.NewestFirst ? "DESC" : "")} LIMIT @Limit
         """,
        new { filter.After, isOpen = filter.OnlyOpen ? 1 : 0, filter.Symbol, kind = filter.Kind is { } kind ? Columns.Word(kind) : null, filter.Limit }));

    /// <summary>Notes that a comparison has found it again, and how it is now.</summary>
    /// <summary>Notes a difference as it is now.</summary>
    /// <param name="session">The step.</param>
    /// <param name="id">The break.</param>
    /// <param name="found">The difference.</param>
    /// <param name="at">When both sides were read: what is booked later is not in it.</param>
    public static void See(StoreSession session, long id, Difference found, DateTimeOffset at) => session.Execute(
        "UPDATE breaks SET ours = @Ours, theirs = @Theirs, delta = @Delta, last_seen_at = @at WHERE id = @id",
        new { id, found.Ours, found.Theirs, found.Delta, at });

    public static void Close(StoreSession session, Break open, BreakResolution resolution, string by, string why, DateTimeOffset now) => session.Execute(
        "UPDATE breaks SET closed_at = @now, resolution = @resolution, by = @by, why = @why, stood_until = @stoodUntil, unexplained = @unexplained WHERE id = @Id",
        new
        {
            open.Id, resolution = Columns.Word(resolution), by, why, now,
            stoodUntil = resolution == BreakResolution.Accepted && !open.Kind.CanStand() ? now : (DateTimeOffset?)null,
            unexplained = resolution == BreakResolution.Accepted && open.Kind == BreakKind.CashDiffers ? open.Delta : null,
        });

    /// <summary>What of accepted differences in cash no late fee has explained yet, the oldest first.</summary>
    /// <param name="session">The session.</param>
    /// <param name="venue">The venue.</param>
    /// <param name="account">The account there.</param>
    /// <param name="since">Only of those that were accepted since.</param>
    public static IReadOnlyList<AcceptedCash> Unexplained(StoreSession session, string venue, string account, DateTimeOffset since) =>
    [
        .. session.Query<UnexplainedRow>(
            "SELECT id, unexplained FROM breaks WHERE unexplained IS NOT NULL AND venue = @venue AND account = @account AND closed_at >= @since ORDER BY id",
            new { venue, account, since }).Select(row => new AcceptedCash(row.Id, row.Unexplained)),
    ];

    /// <summary>Notes what of an accepted difference in cash is left unexplained.</summary>
    public static void SetUnexplained(StoreSession session, long id, decimal left) =>
        session.Execute("UPDATE breaks SET unexplained = @left WHERE id = @id", new { id, left });

    /// <summary>What was accepted turns out to be explained.</summary>
    public static void ExplainAccepted(StoreSession session, long id, string by, string why) => session.Execute(
        "UPDATE breaks SET resolution = @resolution, by = @by, why = @why, unexplained = NULL WHERE id = @id",
        new { id, resolution = Columns.Word(BreakResolution.Explained), by, why });

    /// <summary>Ends an acceptance.</summary>
    public static void EndStanding(StoreSession session, long id, DateTimeOffset now) => session.Execute(
        "UPDATE breaks SET stood_until = @now WHERE id = @id AND stood_until IS NULL", new { id, now });

    private static List<Break> Breaks(IReadOnlyList<Row> rows) => [.. rows.Select(row => row.ToBreak())];

    private sealed class UnexplainedRow
    {
        public long Id { get; set; }

        public decimal Unexplained { get; set; }
    }

    private sealed class Row
    {
        public long Id { get; set; }

        public string Kind { get; set; } = "";

        public string Subject { get; set; } = "";

        public string Venue { get; set; } = "";

        public string Account { get; set; } = "";

        public string? Symbol { get; set; }

        public string? ClOrdId { get; set; }

        public string Ours { get; set; } = "";

        public string Theirs { get; set; } = "";

        public decimal? Delta { get; set; }

        public long Pauses { get; set; }

        public long Rebases { get; set; }

        public DateTimeOffset RaisedAt { get; set; }

        public DateTimeOffset LastSeenAt { get; set; }

        public DateTimeOffset? ClosedAt { get; set; }

        public string? Resolution { get; set; }

        public string? By { get; set; }

        public string? Why { get; set; }

        public DateTimeOffset? StoodUntil { get; set; }

        public Break ToBreak() => new()
        {
            Id = Id, Kind = Columns.Word<BreakKind>(Kind), Subject = Subject, Venue = Venue, Account = Account, Symbol = Symbol, ClOrdId = ClOrdId,
            Ours = Ours, Theirs = Theirs, Delta = Delta, Pauses = Pauses != 0, Rebases = Rebases != 0, RaisedAt = RaisedAt, LastSeenAt = LastSeenAt, ClosedAt = ClosedAt,
            Resolution = Resolution is null ? null : Columns.Word<BreakResolution>(Resolution), By = By, Why = Why,
            StoodUntil = StoodUntil,
        };
    }
}

/// <summary>A difference between our view of an account and the venue's that has lasted.</summary>
public sealed record Break
{
    public required long Id { get; init; }

    public required BreakKind Kind { get; init; }

    /// <summary>What it is about: an ExecId, a ClOrdId, the venue's OrderId of an external order, a symbol, or <c>cash</c>.</summary>
    public required string Subject { get; init; }

    public required string Venue { get; init; }

    public required string Account { get; init; }

    public string? Symbol { get; init; }

    /// <summary>The order of ours that it is about, if one.</summary>
    public string? ClOrdId { get; init; }

    /// <summary>Our view, as it was found last.</summary>
    public required string Ours { get; init; }

    /// <summary>The venue's view, as it was found last.</summary>
    public required string Theirs { get; init; }

    /// <summary>Of a position or of cash, how much more the venue has; of an over-fill, the excess.</summary>
    public decimal? Delta { get; init; }

    /// <summary>Whether new orders of the symbol are held while it is open.</summary>
    public required bool Pauses { get; init; }

    /// <summary>The code that it holds them with.</summary>
    public string HoldCode => Kind == BreakKind.RejectBreaker ? Grant.RejectBreaker : Grant.SymbolPaused;

    /// <summary>Whether our position is made the venue's by the policy of the symbol, as soon as its orders and executions agree.</summary>
    public required bool Rebases { get; init; }

    public required DateTimeOffset RaisedAt { get; init; }

    public required DateTimeOffset LastSeenAt { get; init; }

    /// <summary>Null while it is open.</summary>
    public DateTimeOffset? ClosedAt { get; init; }

    public BreakResolution? Resolution { get; init; }

    /// <summary>Who resolved it: an operator, <c>policy</c>, or <c>reconciliation</c>.</summary>
    public string? By { get; init; }

    public string? Why { get; init; }

    /// <summary>Of an accepted one, when the acceptance ended: a comparison found it otherwise, or not at all. Null while it stands.</summary>
    public DateTimeOffset? StoodUntil { get; init; }

    /// <summary>How many seconds it has been open, or was, for whoever asks; it is not stored.</summary>
    public long? AgeS { get; init; }

    /// <summary>Whether a ledger entry can make our view the venue's.</summary>
    public bool Adjustable => Kind.IsAdjustable();

    /// <summary>It with its age.</summary>
    public Break AsOf(DateTimeOffset now) => this with { AgeS = Math.Max(0, (long)((ClosedAt ?? now) - RaisedAt).TotalSeconds) };

    /// <summary>It as a comparison finds it.</summary>
    [JsonIgnore]
    public Difference Found => new(Kind, Subject, Symbol, ClOrdId, Ours, Theirs, Delta);
}

/// <summary>Which breaks to list. Every field that is set narrows the list.</summary>
public sealed record BreakFilter
{
    /// <summary>Most breaks of one page.</summary>
    public const int LargestPage = 500;

    public bool OnlyOpen { get; init; } = true;

    public string? Symbol { get; init; }

    public BreakKind? Kind { get; init; }

    /// <summary>Only breaks after this id; 0 begins.</summary>
    public long After { get; init; }

    /// <summary>Whether the newest come first; the oldest unless said otherwise.</summary>
    public bool NewestFirst { get; init; }

    /// <summary>Most breaks to return, 1 to <see cref="LargestPage"/>; 100 unless said otherwise.</summary>
    public int Limit { get; init; } = 100;
}
