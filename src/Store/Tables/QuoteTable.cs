using Pipeline.Messages.Fix;
using Pipeline.Trading.Orders;

namespace Pipeline.Store.Tables;

/// <summary>The newest quotes as reconciliation fetched them, for who may not ask the venue.</summary>
public static class QuoteTable
{
    public static Quote? Latest(StoreSession session, string venue, string symbol) => session.QueryFirst<Row>(
        "SELECT at, bid, bid_size, ask, ask_size FROM quotes WHERE venue = @venue AND symbol = @symbol", new { venue, symbol }) is { } row
        ? new Quote(symbol, row.At, row.Bid, row.BidSize, row.Ask, row.AskSize)
        : null;

    /// <summary>Keeps quotes, each unless a newer one of its symbol is there.</summary>
    public static void Save(StoreSession session, string venue, IEnumerable<Quote> quotes) => session.Write(
        """
        INSERT INTO quotes (venue, symbol, at, bid, bid_size, ask, ask_size)
        SELECT @venue, value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5 FROM json_each(@rows) WHERE true
        ON CONFLICT (venue, symbol) DO UPDATE SET
            at = excluded.at, bid = excluded.bid, bid_size = excluded.bid_size, ask = excluded.ask, ask_size = excluded.ask_size
        WHERE excluded.at >= quotes.at
        """,
        new { venue, rows = Columns.Json(quotes.Select(Texts)) });

    /// <summary>The venue has answered a question for quotes.</summary>
    public static void NoteAnswer(StoreSession session, string venue, DateTimeOffset now) => session.Write(
        "INSERT INTO quote_answers (venue, at) VALUES (@venue, @now) ON CONFLICT (venue) DO UPDATE SET at = excluded.at", new { venue, now });

    /// <summary>When it last did; null when it never has.</summary>
    public static DateTimeOffset? AnsweredAt(StoreSession session, string venue) =>
        session.QueryFirst<Answer>("SELECT at FROM quote_answers WHERE venue = @venue", new { venue })?.At;

    private static string?[] Texts(Quote quote) =>
        [quote.Symbol, Columns.Time(quote.At), Number(quote.Bid), Number(quote.BidSize), Number(quote.Ask), Number(quote.AskSize)];

    private static string? Number(decimal? value) => value is { } number ? CanonicalDecimal.Format(number) : null;

    private sealed class Answer
    {
        public DateTimeOffset At { get; set; }
    }

    private sealed class Row
    {
        public DateTimeOffset At { get; set; }

        public decimal? Bid { get; set; }

        public decimal BidSize { get; set; }

        public decimal? Ask { get; set; }

        public decimal AskSize { get; set; }
    }
}
