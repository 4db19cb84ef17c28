using Pipeline.Trading.Orders;

namespace Pipeline.Store.Tables;

/// <summary>
/// What persons let pass: one code of one order each, with the terms that they have seen, and no longer than the order was valid then.
/// </summary>
public static class WaiverTable
{
    public static void Upsert(StoreSession session, Order order, string code, string by, string why, DateTimeOffset now) => session.Execute(
        """
        INSERT INTO waivers (cl_ord_id, code, by, why, at, terms, valid_until) VALUES (@ClOrdId, @code, @by, @why, @now, @terms, @ValidUntil)
        ON CONFLICT (cl_ord_id, code) DO UPDATE SET by = excluded.by, why = excluded.why, at = excluded.at, terms = excluded.terms, valid_until = excluded.valid_until
        """,
        new { order.ClOrdId, code, by, why, now, terms = OrderContent.Hash(order.Slot, order.Terms), order.ValidUntil });

    /// <summary>Takes a waiver back once it was used, where it is good for one time only.</summary>
    public static void Delete(StoreSession session, string clOrdId, string code) => session.Write(
        "DELETE FROM waivers WHERE cl_ord_id = @clOrdId AND code = @code", new { clOrdId, code });

    /// <summary>The codes waived for an order as it stands now, with who did.</summary>
    public static IReadOnlyDictionary<string, string> OfOrder(StoreSession session, Order order, DateTimeOffset now)
    {
        var waivers = session.Query<Row>("SELECT code, by, terms, valid_until FROM waivers WHERE cl_ord_id = @ClOrdId", new { order.ClOrdId });
        if (waivers.Count == 0)
        {
            return new Dictionary<string, string>();
        }

        var terms = OrderContent.Hash(order.Slot, order.Terms);
        return waivers.Where(row => row.Terms == terms && row.ValidUntil > now).ToDictionary(row => row.Code, row => row.By);
    }

    private sealed class Row
    {
        public string Code { get; set; } = "";

        public string By { get; set; } = "";

        public string? Terms { get; set; }

        public DateTimeOffset ValidUntil { get; set; }
    }
}
