namespace Pipeline.Simulation.VenueSimulator;

/// <summary>How scripted executions divide an order.</summary>
internal static class FillPlan
{
    /// <summary>The quantity of each. Shares of a whole quantity are whole; where they make 1, the last of them takes the rest.</summary>
    public static IReadOnlyList<decimal> Quantities(IReadOnlyList<ScriptedFill> fills, decimal orderQty)
    {
        var isWhole = orderQty == decimal.Truncate(orderQty);
        decimal[] quantities = [.. fills.Select(fill => fill.Qty ?? Whole(orderQty * fill.Share!.Value))];
        if (fills.Sum(fill => fill.Share ?? 0) == 1 && fills.All(fill => fill.Share is not null))
        {
            quantities[^1] = orderQty - quantities[..^1].Sum();
        }

        return quantities;

        decimal Whole(decimal share) => isWhole ? decimal.Truncate(share) : share;
    }
}
