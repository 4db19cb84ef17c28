using Pipeline.Messages.Capabilities;
using Pipeline.Messages.Fix;
using Pipeline.Trading.Orders;

namespace Pipeline.Store.Tables;

/// <summary>What a venue asks of the orders in each symbol, as reconciliation fetched it last.</summary>
public static class InstrumentTable
{
    private const string Fields =
        "at, tick_size, min_price, max_price, lot_size, min_qty, max_qty, max_market_qty, min_notional, max_notional, order_types, fractions, sells_short";

    private static readonly string Anew = string.Join(", ", Fields.Split(", ").Select(field => $"{field} = excluded.{field}"));

    public static InstrumentRules? Find(StoreSession session, string venue, string symbol) => session.QueryFirst<Row>(
        $"SELECT {Fields} FROM instruments WHERE venue = @venue AND symbol = @symbol", new { venue, symbol }) is { } row
        ? new InstrumentRules(symbol, row.At)
        {
            TickSize = row.TickSize, MinPrice = row.MinPrice, MaxPrice = row.MaxPrice, LotSize = row.LotSize, MinQty = row.MinQty, MaxQty = row.MaxQty,
            MaxMarketQty = row.MaxMarketQty, MinNotional = row.MinNotional, MaxNotional = row.MaxNotional,
            OrderTypes = row.OrderTypes?.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Columns.Word<OrdType>).ToList(),
            Fractions = row.Fractions is { } fractions ? fractions != 0 : null, SellsShort = row.SellsShort is { } sellsShort ? sellsShort != 0 : null,
        }
        : null;

    public static void Save(StoreSession session, string venue, IEnumerable<InstrumentRules> rules)
    {
        foreach (var of in rules)
        {
            session.Execute(
                $"""
                INSERT INTO instruments (venue, symbol, {Fields})
                VALUES (@venue, @Symbol, @At, @tick, @minPrice, @maxPrice, @lot, @minQty, @maxQty, @maxMarketQty, @minNotional, @maxNotional, @orderTypes, @fractions, @sellsShort)
                ON CONFLICT (venue, symbol) DO UPDATE SET {Anew}
                """,
                new
                {
                    venue, of.Symbol, of.At, tick = Text(of.TickSize), minPrice = Text(of.MinPrice), maxPrice = Text(of.MaxPrice), lot = Text(of.LotSize),
                    minQty = Text(of.MinQty), maxQty = Text(of.MaxQty), maxMarketQty = Text(of.MaxMarketQty), minNotional = Text(of.MinNotional),
                    maxNotional = Text(of.MaxNotional),
                    orderTypes = of.OrderTypes is { } types ? string.Join(' ', types.Select(Columns.Word).Order(StringComparer.Ordinal)) : null,
                    fractions = Flag(of.Fractions), sellsShort = Flag(of.SellsShort),
                });
        }
    }

    /// <summary>The symbols that an order has needed the statement of, in the order of their names.</summary>
    public static IReadOnlyList<string> Asked(StoreSession session, string venue) => session.Query<string>(
        "SELECT symbol FROM instrument_questions WHERE venue = @venue ORDER BY symbol", new { venue });

    /// <summary>Whether a symbol is one of them.</summary>
    public static bool IsAsked(StoreSession session, string venue, string symbol) => session.QueryFirst<string>(
        "SELECT symbol FROM instrument_questions WHERE venue = @venue AND symbol = @symbol", new { venue, symbol }) is not null;

    /// <summary>Has a symbol's statement fetched from now on, while the symbol has an open order.</summary>
    public static void Ask(StoreSession session, string venue, string symbol) => session.Execute(
        "INSERT INTO instrument_questions (venue, symbol) VALUES (@venue, @symbol) ON CONFLICT DO NOTHING", new { venue, symbol });

    private static int? Flag(bool? value) => value is { } said ? (said ? 1 : 0) : null;

    private static string? Text(decimal? value) => value is { } number ? CanonicalDecimal.Format(number) : null;

    private sealed class Row
    {
        public DateTimeOffset At { get; set; }

        public decimal? TickSize { get; set; }

        public decimal? MinPrice { get; set; }

        public decimal? MaxPrice { get; set; }

        public decimal? LotSize { get; set; }

        public decimal? MinQty { get; set; }

        public decimal? MaxQty { get; set; }

        public decimal? MaxMarketQty { get; set; }

        public decimal? MinNotional { get; set; }

        public decimal? MaxNotional { get; set; }

        public string? OrderTypes { get; set; }

        public int? Fractions { get; set; }

        public int? SellsShort { get; set; }
    }
}
