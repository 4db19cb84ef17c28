using Pipeline.Messages.Fix;
using Pipeline.Trading.Sessions.Status;

namespace Pipeline.Store.Tables;

/// <summary>Between which prices symbols may trade, and which of them are in a limit state.</summary>
public static class PriceBandTable
{
    private const string Selection = "SELECT symbol, low_limit_price, high_limit_price, at, until, limit_side, limit_since FROM price_bands WHERE venue = @venue";

    public static (PriceBand Band, LimitState? LimitState)? Find(StoreSession session, string venue, string symbol) =>
        session.Kept("price_bands", (venue, symbol), () => session.QueryFirst<Row>($"{Selection} AND symbol = @symbol", new { venue, symbol })?.ToBand());

    /// <summary>All bands of a venue.</summary>
    public static IReadOnlyList<(PriceBand Band, LimitState? LimitState)> All(StoreSession session, string venue) =>
        [.. session.Query<Row>($"{Selection} ORDER BY symbol", new { venue }).Select(row => row.ToBand())];

    /// <summary>Whether any symbol has a band.</summary>
    public static bool HasAny(StoreSession session, string venue) => session.Scalar<long>("SELECT EXISTS (SELECT 1 FROM price_bands WHERE venue = @venue)", new { venue }) != 0;

    /// <summary>Keeps a band unless a newer one is there. The limit state is another matter.</summary>
    public static void Save(StoreSession session, string venue, PriceBand band) => session.Execute(
        """
        INSERT INTO price_bands (venue, symbol, low_limit_price, high_limit_price, at, until) VALUES (@venue, @Symbol, @LowLimitPrice, @HighLimitPrice, @At, @Until)
        ON CONFLICT (venue, symbol) DO UPDATE SET low_limit_price = excluded.low_limit_price, high_limit_price = excluded.high_limit_price, at = excluded.at,
            until = excluded.until
        WHERE excluded.at >= price_bands.at
        """,
        new { venue, band.Symbol, band.LowLimitPrice, band.HighLimitPrice, band.At, band.Until });

    public static void SaveLimitState(StoreSession session, string venue, string symbol, LimitState? state) => session.Execute(
        "UPDATE price_bands SET limit_side = @side, limit_since = @Since WHERE venue = @venue AND symbol = @symbol",
        new { venue, symbol, side = state is null ? null : Columns.Word(state.Side), state?.Since });

    private sealed class Row
    {
        public string Symbol { get; set; } = "";

        public decimal LowLimitPrice { get; set; }

        public decimal HighLimitPrice { get; set; }

        public DateTimeOffset At { get; set; }

        public DateTimeOffset? Until { get; set; }

        public string? LimitSide { get; set; }

        public DateTimeOffset? LimitSince { get; set; }

        public (PriceBand Band, LimitState? LimitState) ToBand() => (
            new PriceBand(Symbol, LowLimitPrice, HighLimitPrice, At, Until),
            LimitSide is { } side && LimitSince is { } since ? new LimitState(Columns.Word<Side>(side), since) : null);
    }
}
