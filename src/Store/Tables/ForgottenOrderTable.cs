using System.Text.Json;
using Pipeline.Messages;
using Pipeline.Messages.Fix;
using Pipeline.Trading.Orders;

namespace Pipeline.Store.Tables;

/// <summary>
/// Orders of the venue that the store does not know and that bear an id, with the terms that the venue states: a lost store may have sent
/// them.
/// </summary>
public static class ForgottenOrderTable
{
    /// <summary>Keeps what is known of an order's terms; the first word about it is the one that stands.</summary>
    public static void Remember(StoreSession session, string venue, string account, string clOrdId, string symbol, Side side, KnownTerms terms) => session.Execute(
        """
        INSERT INTO forgotten_orders (venue, account, cl_ord_id, symbol, side, terms)
        VALUES (@venue, @account, @clOrdId, @symbol, @side, @terms) ON CONFLICT DO NOTHING
        """,
        new { venue, account, clOrdId, symbol, side = Columns.Word(side), terms = Columns.Json(terms) });

    /// <summary>
    /// The order that the lost store had sent for a line's slot to another quantity: its id is the one that the slot and the quantity at
    /// the venue make. Null when there is none.
    /// </summary>
    public static (string ClOrdId, KnownTerms Terms)? PlannedOtherwise(StoreSession session, Order line)
    {
        foreach (var row in session.Kept("forgotten_orders", (line.Venue, line.Account, line.Symbol, line.Side), () => session.Query<Row>(
            "SELECT cl_ord_id, terms FROM forgotten_orders WHERE venue = @Venue AND account = @Account AND symbol = @Symbol AND side = @side",
            new { line.Venue, line.Account, line.Symbol, side = Columns.Word(line.Side) })))
        {
            var terms = JsonSerializer.Deserialize<KnownTerms>(row.Terms, PipelineJson.Options)!;
            if (row.ClOrdId != line.ClOrdId && row.ClOrdId == OrderKey.ClOrdId(OrderKey.Of(line.Slot, terms.Qty)))
            {
                return (row.ClOrdId, terms);
            }
        }

        return null;
    }

    private sealed class Row
    {
        public string ClOrdId { get; set; } = "";

        public string Terms { get; set; } = "";
    }
}
