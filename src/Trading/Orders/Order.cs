using Pipeline.Messages.Fix;

namespace Pipeline.Trading.Orders;

/// <summary>One line of an intent on its way, as the store knows it.</summary>
public sealed record Order
{
    public required string ClOrdId { get; init; }

    /// <summary>SHA-256 over slot and quantity; <see cref="ClOrdId"/> is its short form.</summary>
    public required string Key { get; init; }

    public required string IntentId { get; init; }

    public required OrderSlot Slot { get; init; }

    public required OrderTerms Terms { get; init; }

    /// <summary>The venue the order goes to, with its account there.</summary>
    public required string Venue { get; init; }

    public required string Account { get; init; }

    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>Past this nothing is sent.</summary>
    public required DateTimeOffset ValidUntil { get; init; }

    /// <summary>The current pass through the checks; the first is 1.</summary>
    public int Pass { get; init; } = 1;

    public OrdStatus OrdStatus { get; init; } = OrdStatus.PendingNew;

    public decimal CumQty { get; init; }

    /// <summary>Sum of quantity times price over all fills: exact, where an average would be rounded.</summary>
    public decimal CumValue { get; init; }

    /// <summary>Exposure that this order still holds, as a quantity.</summary>
    public decimal ReservedQty { get; init; }

    /// <summary>The price quoted for the order's side when it was validated; what slippage is measured against.</summary>
    public decimal? ReferencePx { get; init; }

    /// <summary>The worst price it may trade at by its own slippage limit, from <see cref="ReferencePx"/>.</summary>
    public decimal? PriceBound { get; init; }

    /// <summary>The venue's id of the order, once known.</summary>
    public string? OrderId { get; init; }

    public string Symbol => Slot.Symbol;

    public Side Side => Slot.Side;

    public decimal? AvgPx => CumQty == 0 ? null : decimal.Round(CumValue / CumQty, 8);

    public decimal LeavesQty => OrdStatus.IsTerminal() ? 0 : Math.Max(0, Terms.Qty - CumQty);
}
