namespace Pipeline.Store.Tables;

/// <summary>How well and how fast each order went, worked out beside its way and after it.</summary>
public static class AnalyticsTable
{
    /// <summary>Writes an order's figures, or those that a late word has changed: of one that was archived the times are not known again, and stay; so does when it first was done.</summary>
    public static void Upsert(StoreSession session, OrderAnalytics row) => session.Write(
        """
        INSERT INTO order_analytics (cl_ord_id, symbol, reference_px, avg_px, slippage_bps, intake_to_validation, validation_to_session,
            session_to_claim, intake_to_claim, claim_to_answer, intake_to_done, recorded_at)
        VALUES (@ClOrdId, @Symbol, @ReferencePx, @AvgPx, @SlippageBps, @IntakeToValidation, @ValidationToSession, @SessionToClaim,
            @IntakeToClaim, @ClaimToAnswer, @IntakeToDone, @RecordedAt)
        ON CONFLICT (cl_ord_id) DO UPDATE SET reference_px = excluded.reference_px, avg_px = excluded.avg_px, slippage_bps = excluded.slippage_bps,
            claim_to_answer = coalesce(excluded.claim_to_answer, order_analytics.claim_to_answer),
            intake_to_done = coalesce(order_analytics.intake_to_done, excluded.intake_to_done), recorded_at = excluded.recorded_at
        """,
        row);

    public static OrderAnalytics? Find(StoreSession session, string clOrdId) =>
        session.QueryFirst<OrderAnalytics>("SELECT * FROM order_analytics WHERE cl_ord_id = @clOrdId", new { clOrdId });
}

/// <summary>One order's figures. Latencies are in seconds; null where the order never came so far.</summary>
public sealed class OrderAnalytics
{
    public string ClOrdId { get; set; } = "";

    public string Symbol { get; set; } = "";

    /// <summary>The price quoted when it was validated, in the shares in which its fills are stated.</summary>
    public decimal? ReferencePx { get; set; }

    public decimal? AvgPx { get; set; }

    /// <summary>Against <see cref="ReferencePx"/>, in basis points; positive is worse for the order.</summary>
    public decimal? SlippageBps { get; set; }

    public double? IntakeToValidation { get; set; }

    public double? ValidationToSession { get; set; }

    public double? SessionToClaim { get; set; }

    public double? IntakeToClaim { get; set; }

    public double? ClaimToAnswer { get; set; }

    public double? IntakeToDone { get; set; }

    public DateTimeOffset RecordedAt { get; set; }
}
