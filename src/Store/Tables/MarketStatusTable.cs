using Pipeline.Messages.Fix;

namespace Pipeline.Store.Tables;

/// <summary>Whether whole markets trade, as each source has said last, and which levels of the market-wide breaker were reached.</summary>
public static class MarketStatusTable
{
    private const string Selection = "SELECT market, source, status, at, until, text FROM market_statuses";

    /// <summary>What all sources say of a market.</summary>
    public static IReadOnlyList<MarketStatus> Of(StoreSession session, string market) => session.Kept<IReadOnlyList<MarketStatus>>(
        "market_statuses", market, () => [.. session.Query<Row>($"{Selection} WHERE market = @market", new { market }).Select(row => row.ToStatus())]);

    /// <summary>What one source says of a market; null when it has said nothing.</summary>
    public static MarketStatus? Find(StoreSession session, string market, StatusSource source) =>
        session.QueryFirst<Row>($"{Selection} WHERE market = @market AND source = @word", new { market, word = Columns.Word(source) })?.ToStatus();

    /// <summary>Who says that a market does not trade.</summary>
    public static IReadOnlyList<StatusSource> HaltedBy(StoreSession session, string market) =>
        [.. All(session).Where(said => said.Status.Market == market && said.Status.Status != TradSesStatus.Open).Select(said => said.Source)];

    /// <summary>What all sources say of all markets.</summary>
    public static IReadOnlyList<(StatusSource Source, MarketStatus Status)> All(StoreSession session) =>
        [.. session.Query<Row>($"{Selection} ORDER BY market, source").Select(row => (Columns.Word<StatusSource>(row.Source), row.ToStatus()))];

    public static void Save(StoreSession session, StatusSource source, MarketStatus status) => session.Execute(
        """
        INSERT INTO market_statuses (market, source, status, at, until, text) VALUES (@Market, @by, @word, @At, @Until, @Text)
        ON CONFLICT (market, source) DO UPDATE SET status = excluded.status, at = excluded.at, until = excluded.until, text = excluded.text
        """,
        new { status.Market, by = Columns.Word(source), word = Columns.Word(status.Status), status.At, status.Until, status.Text });

    /// <summary>The highest level of the market-wide breaker that has been reached on a trading day; 0 for none.</summary>
    public static int Reached(StoreSession session, string market, DateOnly day) => (int)session.Scalar<long>(
        "SELECT coalesce(max(level), 0) FROM market_declines WHERE market = @market AND day = @date", new { market, date = DayOf(day) });

    public static void SaveDecline(StoreSession session, string market, DateOnly day, int level, decimal value, decimal priorClose, DateTimeOffset at) => session.Execute(
        "INSERT INTO market_declines (market, day, level, value, prior_close, at) VALUES (@market, @date, @level, @value, @priorClose, @at) ON CONFLICT DO NOTHING",
        new { market, date = DayOf(day), level, value, priorClose, at });

    private static string DayOf(DateOnly day) => day.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

    private sealed class Row
    {
        public string Market { get; set; } = "";

        public string Source { get; set; } = "";

        public string Status { get; set; } = "";

        public DateTimeOffset At { get; set; }

        public DateTimeOffset? Until { get; set; }

        public string Text { get; set; } = "";

        public MarketStatus ToStatus() => new(Market, Columns.Word<TradSesStatus>(Status), At, Until, Text);
    }
}
