namespace Pipeline.Store.Tables;

/// <summary>Strategies that an operator has promoted from paper.</summary>
public static class PromotionTable
{
    private const string Selection = "SELECT strategy_id, by, why, at FROM promotions";

    public static IReadOnlyList<Promotion> All(StoreSession session) => session.Query<Promotion>($"{Selection} ORDER BY strategy_id");

    public static Promotion? Find(StoreSession session, string strategyId) =>
        session.Kept("promotions", strategyId, () => session.QueryFirst<Promotion>($"{Selection} WHERE strategy_id = @strategyId", new { strategyId }));

    /// <returns>False when the strategy is promoted already.</returns>
    public static bool TryInsert(StoreSession session, Promotion promotion) => session.Execute(
        "INSERT INTO promotions (strategy_id, by, why, at) VALUES (@StrategyId, @By, @Why, @At) ON CONFLICT DO NOTHING",
        new { promotion.StrategyId, promotion.By, promotion.Why, promotion.At }) == 1;

    /// <returns>False when the strategy was not promoted.</returns>
    public static bool Delete(StoreSession session, string strategyId) =>
        session.Execute("DELETE FROM promotions WHERE strategy_id = @strategyId", new { strategyId }) == 1;
}

/// <summary>An operator lets a strategy trade where money is at stake.</summary>
public sealed class Promotion
{
    public string StrategyId { get; set; } = "";

    public string By { get; set; } = "";

    public string Why { get; set; } = "";

    public DateTimeOffset At { get; set; }
}
