namespace Pipeline.Store.Tables;

/// <summary>The trace that each intent began in, where traces are exported.</summary>
public static class TraceTable
{
    public static void Insert(StoreSession session, string intentId, string traceParent) => session.Write(
        "INSERT INTO traces (intent_id, trace_parent) VALUES (@intentId, @traceParent) ON CONFLICT DO NOTHING", new { intentId, traceParent });

    /// <summary>The W3C traceparent under which an order's story goes on; null when it began without one.</summary>
    public static string? ParentOf(StoreSession session, string clOrdId) => session.Scalar<string>(
        "SELECT t.trace_parent FROM orders o JOIN traces t ON t.intent_id = o.intent_id WHERE o.cl_ord_id = @clOrdId", new { clOrdId });
}
