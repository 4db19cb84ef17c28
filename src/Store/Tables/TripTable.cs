namespace Pipeline.Store.Tables;

/// <summary>What is counted to see whether trading must halt by itself.</summary>
public static class TripTable
{
    /// <summary>The rejections of a venue's orders from an instant on, each with its strategy.</summary>
    public static IReadOnlyList<(string StrategyId, DateTimeOffset At)> Rejections(StoreSession session, string venue, DateTimeOffset since) =>
        [.. session.Query<RejectionRow>(
            """
            SELECT orders.strategy_id, rejections.at FROM rejections JOIN orders ON orders.cl_ord_id = rejections.cl_ord_id
            WHERE rejections.venue = @venue AND rejections.request = 'order' AND rejections.at >= @since
            """,
            new { venue, since }).Select(row => (row.StrategyId, row.At))];

    /// <summary>The open breaks of an account that were raised after an instant.</summary>
    public static int OpenBreaks(StoreSession session, string venue, string account, DateTimeOffset after) => session.Scalar<int>(
        "SELECT count(*) FROM breaks WHERE closed_at IS NULL AND venue = @venue AND account = @account AND raised_at > @after", new { venue, account, after });

    /// <summary>What an account was worth when its day was first looked at; null before the first look.</summary>
    public static OpeningEquity? Opening(StoreSession session, string venue, string account) => session.QueryFirst<OpeningEquity>(
        "SELECT day, equity, at FROM opening_equities WHERE venue = @venue AND account = @account", new { venue, account });

    public static void SaveOpening(StoreSession session, string venue, string account, OpeningEquity opening) => session.Execute(
        """
        INSERT INTO opening_equities (venue, account, day, equity, at) VALUES (@venue, @account, @Day, @Equity, @At)
        ON CONFLICT (venue, account) DO UPDATE SET day = excluded.day, equity = excluded.equity, at = excluded.at
        """,
        new { venue, account, opening.Day, opening.Equity, opening.At });

    private sealed class RejectionRow
    {
        public string StrategyId { get; set; } = "";

        public DateTimeOffset At { get; set; }
    }
}

/// <summary>What an account is compared with.</summary>
public sealed class OpeningEquity
{
    /// <summary>The day, as <c>2026-03-02</c>.</summary>
    public string Day { get; set; } = "";

    public decimal Equity { get; set; }

    public DateTimeOffset At { get; set; }
}
