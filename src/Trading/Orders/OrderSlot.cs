using Pipeline.Messages.Fix;

namespace Pipeline.Trading.Orders;

/// <summary>
/// The place a line takes in a decision. Two lines in one slot are the same order, whoever sends them and how often.
/// </summary>
/// <param name="StrategyId">Who decided.</param>
/// <param name="RebalanceId">Which decision.</param>
/// <param name="Portfolio">For which portfolio.</param>
/// <param name="Leg">Tells several lines of one symbol and side apart; null for the usual single one.</param>
/// <param name="Symbol">Upper-case ASCII.</param>
/// <param name="Side">Buy or sell.</param>
public sealed record OrderSlot(string StrategyId, string RebalanceId, string Portfolio, string? Leg, string Symbol, Side Side)
{
    /// <summary>The slot as one text.</summary>
    public string Canonical() => CanonicalText.Of(
        "pipeline/slot/1", StrategyId, RebalanceId, Portfolio, Leg, Symbol, Side == Side.Buy ? "buy" : "sell");
}
