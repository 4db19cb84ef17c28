using Pipeline.Messages.Fix;

namespace Pipeline.Store.Tables;

/// <summary>The newest quotes as reconciliation fetched them, for who may not ask the venue.</summary>
public static class QuoteTable
{
    public static Quote? Latest(StoreSession session, string venue, string symbol) => session.QueryFirst<Row>(
        "SELECT at, bid, bid_size, ask, ask_size FROM quotes WHERE venue = @venue AND symbol = @symbol", new { venue, symbol }) is { } row
        ? new Quote(symbol, row.At, row.Bid, row.BidSize, row.Ask, row.AskSize)
        : null;

    /// <summary>Keeps a quote, unless a newer one is there.</summary>
    public static void Save(StoreSession session, string venue, Quote quote) => session.Execute(
        """
        INSERT INTO quotes (venue, symbol, at, bid, bid_size, ask, ask_size) VALUES (@venue, @Symbol, @At, @Bid, @BidSize, @Ask, @AskSize)
        ON CONFLICT (venue, symbol) DO UPDATE SET
            at = excluded.at, bid = excluded.bid, bid_size = excluded.bid_size, ask = excluded.ask, ask_size = excluded.ask_size
        WHERE excluded.at >= quotes.at
        """,
        new { venue, quote.Symbol, quote.At, quote.Bid, quote.BidSize, quote.Ask, quote.AskSize });

    /// <summary>The symbols whose quotes somebody may need: those of orders that have not come to their end.</summary>
    public static IReadOnlyList<string> Wanted(StoreSession session, string venue) => session.Query<string>(
        """
        SELECT DISTINCT o.symbol FROM order_sagas s JOIN orders o ON o.cl_ord_id = s.cl_ord_id
        WHERE s.state <> 'Done' AND o.venue = @venue ORDER BY o.symbol
        """,
        new { venue });

    private sealed class Row
    {
        public DateTimeOffset At { get; set; }

        public decimal? Bid { get; set; }

        public decimal BidSize { get; set; }

        public decimal? Ask { get; set; }

        public decimal AskSize { get; set; }
    }
}
