namespace Pipeline.Store.Tables;

/// <summary>Rejections of the last minutes, each of a request once.</summary>
internal static class RejectionTable
{
    /// <returns>False when the rejection of this request is known.</returns>
    public static bool TryInsert(StoreSession session, string clOrdId, string request, string venue, string symbol, string code, string text, DateTimeOffset now) =>
        session.Execute(
            """
            INSERT INTO rejections (cl_ord_id, request, venue, symbol, code, text, at) VALUES (@clOrdId, @request, @venue, @symbol, @code, @text, @now)
            ON CONFLICT DO NOTHING
            """,
            new { clOrdId, request, venue, symbol, code, text, now }) == 1;

    /// <summary>How many identical ones came in a symbol since an instant.</summary>
    public static long Count(StoreSession session, string venue, string symbol, string code, string text, DateTimeOffset since) => session.Scalar<long>(
        "SELECT count(*) FROM rejections WHERE symbol = @symbol AND at >= @since AND venue = @venue AND code = @code AND text = @text",
        new { venue, symbol, code, text, since });

    /// <summary>Forgets those of a symbol before an instant.</summary>
    public static void Forget(StoreSession session, string venue, string symbol, DateTimeOffset before) => session.Execute(
        "DELETE FROM rejections WHERE symbol = @symbol AND at < @before AND venue = @venue", new { venue, symbol, before });
}
