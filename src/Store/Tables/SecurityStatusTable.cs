using Pipeline.Messages.Fix;

namespace Pipeline.Store.Tables;

/// <summary>Whether symbols trade, as reconciliation has last heard.</summary>
public static class SecurityStatusTable
{
    public static SecurityStatus? Find(StoreSession session, string venue, string symbol) => session.QueryFirst<Row>(
        "SELECT status, at, text FROM security_statuses WHERE venue = @venue AND symbol = @symbol", new { venue, symbol }) is { } row
        ? new SecurityStatus(symbol, Columns.Word<SecurityTradingStatus>(row.Status), row.At, row.Text)
        : null;

    public static void Save(StoreSession session, string venue, SecurityStatus status) => session.Execute(
        """
        INSERT INTO security_statuses (venue, symbol, status, at, text) VALUES (@venue, @Symbol, @word, @At, @Text)
        ON CONFLICT (venue, symbol) DO UPDATE SET status = excluded.status, at = excluded.at, text = excluded.text
        """,
        new { venue, status.Symbol, word = Columns.Word(status.Status), status.At, status.Text });

    private sealed class Row
    {
        public string Status { get; set; } = "";

        public DateTimeOffset At { get; set; }

        public string Text { get; set; } = "";
    }
}
