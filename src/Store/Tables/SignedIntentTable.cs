namespace Pipeline.Store.Tables;

/// <summary>The webhook-ids of signed intents that were taken, each with the body it came with.</summary>
public static class SignedIntentTable
{
    /// <summary>The hash of the body that an id came with, or null when it is new.</summary>
    public static string? HashOf(StoreSession session, string strategyId, string webhookId) => session.QueryFirst<string>(
        "SELECT body_hash FROM signed_intents WHERE strategy_id = @strategyId AND webhook_id = @webhookId", new { strategyId, webhookId });

    public static void Insert(StoreSession session, string strategyId, string webhookId, string bodyHash, DateTimeOffset at) => session.Write(
        "INSERT INTO signed_intents (strategy_id, webhook_id, body_hash, at) VALUES (@strategyId, @webhookId, @bodyHash, @at)",
        new { strategyId, webhookId, bodyHash, at });
}
