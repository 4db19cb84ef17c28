namespace Pipeline.Store.Tables;

/// <summary>What persons let pass: one code of one order each.</summary>
public static class WaiverTable
{
    public static void Upsert(StoreSession session, string clOrdId, string code, string by, string why, DateTimeOffset now) => session.Execute(
        """
        INSERT INTO waivers (cl_ord_id, code, by, why, at) VALUES (@clOrdId, @code, @by, @why, @now)
        ON CONFLICT (cl_ord_id, code) DO UPDATE SET by = excluded.by, why = excluded.why, at = excluded.at
        """,
        new { clOrdId, code, by, why, now });

    /// <summary>Takes a waiver back once it was used, where it is good for one time only.</summary>
    /// <returns>False when there was none.</returns>
    public static bool Delete(StoreSession session, string clOrdId, string code) => session.Execute(
        "DELETE FROM waivers WHERE cl_ord_id = @clOrdId AND code = @code", new { clOrdId, code }) == 1;

    /// <summary>The codes waived for an order, with who did.</summary>
    public static IReadOnlyDictionary<string, string> OfOrder(StoreSession session, string clOrdId) =>
        session.Query<Row>("SELECT code, by FROM waivers WHERE cl_ord_id = @clOrdId", new { clOrdId }).ToDictionary(row => row.Code, row => row.By);

    private sealed class Row
    {
        public string Code { get; set; } = "";

        public string By { get; set; } = "";
    }
}
