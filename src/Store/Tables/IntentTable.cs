namespace Pipeline.Store.Tables;

/// <summary>The intents as they were taken.</summary>
public static class IntentTable
{
    public static bool Exists(StoreSession session, string intentId) =>
        session.Scalar<long>("SELECT count(*) FROM intents WHERE intent_id = @intentId", new { intentId }) > 0;

    public static void Insert(StoreSession session, IntentRecord intent) => session.Write(
        """
        INSERT INTO intents (intent_id, strategy_id, rebalance_id, portfolio, source, received_at, valid_until, reason, reason_code)
        VALUES (@IntentId, @StrategyId, @RebalanceId, @Portfolio, @Source, @ReceivedAt, @ValidUntil, @Reason, @ReasonCode)
        """,
        intent);
}

public sealed record IntentRecord(
    string IntentId, string StrategyId, string RebalanceId, string Portfolio, string Source, DateTimeOffset ReceivedAt,
    DateTimeOffset ValidUntil, string? Reason, string? ReasonCode);
