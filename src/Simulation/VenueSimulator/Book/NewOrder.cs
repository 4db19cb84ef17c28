using Pipeline.Messages.Fix;

namespace Pipeline.Simulation.VenueSimulator;

/// <summary>The terms of an order that was found to be in order.</summary>
internal sealed record NewOrder(string Symbol, Side Side, decimal Qty, OrdType OrdType, TimeInForce TimeInForce)
{
    public decimal? Price { get; init; }

    public decimal? StopPx { get; init; }

    /// <summary>Null when the client gave none.</summary>
    public string? ClOrdId { get; init; }

    public bool IsExternal { get; init; }

    public SimulatedOrder? Replaces { get; init; }
}

/// <summary>What a replacement changes; null leaves as it is.</summary>
internal sealed record Replacement(decimal? Qty, decimal? Price, decimal? StopPx, TimeInForce? TimeInForce, string? ClOrdId);
