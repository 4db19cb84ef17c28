using Pipeline.Messages.Fix;

namespace Pipeline.Simulation.VenueSimulator;

/// <summary>An order as the venue has it, which is the truth whatever it answers. It lives: what is read later may differ.</summary>
public sealed class SimulatedOrder
{
    /// <summary>Its place in the order of acceptance, from 1.</summary>
    public required long Seq { get; init; }

    /// <summary>The venue's id.</summary>
    public required string OrderId { get; init; }

    /// <summary>The client's id; one that the venue made where the client gave none.</summary>
    public required string ClOrdId { get; init; }

    public required string Symbol { get; init; }

    public required Side Side { get; init; }

    public required OrdType OrdType { get; init; }

    public required TimeInForce TimeInForce { get; init; }

    public required decimal OrderQty { get; set; }

    public decimal? Price { get; set; }

    public decimal? StopPx { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>True when it was entered elsewhere.</summary>
    public bool IsExternal { get; init; }

    /// <summary>Alpaca's word for its state.</summary>
    public required string Status { get; set; }

    public decimal CumQty { get; set; }

    public decimal? AvgPx { get; set; }
}
