using Pipeline.Messages.Fix;

namespace Pipeline.Store.Tables;

/// <summary>Who has said something about a symbol or a market.</summary>
public enum StatusSource
{
    /// <summary>The venue.</summary>
    Venue,

    /// <summary>An operator, or a feed that has an operator's token.</summary>
    Operator,

    /// <summary>Nobody: it follows by rule from an index.</summary>
    Breaker,
}

/// <summary>Whether symbols trade, as each source has said last.</summary>
public static class SecurityStatusTable
{
    /// <summary>What all sources say of a symbol.</summary>
    public static IReadOnlyList<SecurityStatus> Of(StoreSession session, string venue, string symbol) => session.Kept<IReadOnlyList<SecurityStatus>>(
        "security_statuses", (venue, symbol),
        () => [.. session.Query<Row>("SELECT symbol, status, at, text FROM security_statuses WHERE venue = @venue AND symbol = @symbol", new { venue, symbol }).Select(row => row.ToStatus())]);

    /// <summary>What one source says of a symbol; null when it has said nothing.</summary>
    public static SecurityStatus? Find(StoreSession session, string venue, string symbol, StatusSource source) => session.QueryFirst<Row>(
        "SELECT symbol, status, at, text FROM security_statuses WHERE venue = @venue AND symbol = @symbol AND source = @word",
        new { venue, symbol, word = Columns.Word(source) })?.ToStatus();

    /// <summary>Who says that a symbol does not trade.</summary>
    public static IReadOnlyList<StatusSource> HaltedBy(StoreSession session, string venue, string symbol) =>
        [.. All(session, venue).Where(said => said.Status.Symbol == symbol && said.Status.Status is not (SecurityTradingStatus.ReadyToTrade or SecurityTradingStatus.Resume)).Select(said => said.Source)];

    /// <summary>What all sources say of all symbols.</summary>
    public static IReadOnlyList<(StatusSource Source, SecurityStatus Status)> All(StoreSession session, string venue) =>
        [.. session.Query<Row>("SELECT symbol, source, status, at, text FROM security_statuses WHERE venue = @venue ORDER BY symbol, source", new { venue })
            .Select(row => (Columns.Word<StatusSource>(row.Source), row.ToStatus()))];

    public static void Save(StoreSession session, string venue, StatusSource source, SecurityStatus status) => session.Execute(
        """
        INSERT INTO security_statuses (venue, symbol, source, status, at, text) VALUES (@venue, @Symbol, @by, @word, @At, @Text)
        ON CONFLICT (venue, symbol, source) DO UPDATE SET status = excluded.status, at = excluded.at, text = excluded.text
        """,
        new { venue, status.Symbol, by = Columns.Word(source), word = Columns.Word(status.Status), status.At, status.Text });

    private sealed class Row
    {
        public string Symbol { get; set; } = "";

        public string Source { get; set; } = "";

        public string Status { get; set; } = "";

        public DateTimeOffset At { get; set; }

        public string Text { get; set; } = "";

        public SecurityStatus ToStatus() => new(Symbol, Columns.Word<SecurityTradingStatus>(Status), At, Text);
    }
}
