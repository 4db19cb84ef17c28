using System.Text;
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
    /// <summary>
    /// The slot as one text. Every field carries its length, so that no characters can be moved from one
    /// field to its neighbour to make two slots look alike; a missing leg differs from every leg there is.
    /// </summary>
    public string Canonical()
    {
        var text = new StringBuilder("pipeline/slot/1");
        foreach (var field in new[] { StrategyId, RebalanceId, Portfolio, Leg, Symbol, Side == Side.Buy ? "buy" : "sell" })
        {
            text.Append('|');
            if (field is not null)
            {
                text.Append(Encoding.UTF8.GetByteCount(field)).Append(':').Append(field);
            }
        }

        return text.ToString();
    }
}
