using Pipeline.Messages.Fix;
using Pipeline.Trading.Orders;

namespace Pipeline.Trading.Rules;

/// <summary>Everything a rule may look at. Loaded in the writer's turn, so that no two orders pass on the same room.</summary>
public sealed record RuleFacts
{
    public required Order Order { get; init; }

    public required DateTimeOffset Now { get; init; }

    public required RuleLimits Limits { get; init; }

    /// <summary>The newest quote of the symbol, or null when there is none.</summary>
    public Quote? Quote { get; init; }

    /// <summary>Signed quantity held of the symbol.</summary>
    public decimal PositionQty { get; init; }

    /// <summary>Quantity of the symbol that other orders may still buy: open, unresolved or on their way.</summary>
    public decimal ReservedBuyQty { get; init; }

    /// <summary>Quantity of the symbol that other orders may still sell.</summary>
    public decimal ReservedSellQty { get; init; }

    /// <summary>The account's equity, as the venue stated it last.</summary>
    public required decimal Equity { get; init; }

    /// <summary>The newest earlier order of the same content in another intent that may have traded or still may, or null.</summary>
    public SameContent? SameContent { get; init; }

    /// <summary>What a person must approve.</summary>
    public ApprovalOptions Approvals { get; init; } = new();

    /// <summary>Who has promoted its strategy from paper, or null.</summary>
    public string? PromotedBy { get; init; }

    /// <summary>Codes of rules that hold and a person has waived for this order, with who did.</summary>
    public IReadOnlyDictionary<string, string> Waivers { get; init; } = new Dictionary<string, string>();

    /// <summary>The price the order would take now, or null when its side is not quoted.</summary>
    public decimal? ReferencePx => Quote?.Touch(Order.Side);

    /// <summary>
    /// The price an order is valued at: what it may cost. The limit where there is one, for it can't trade at worse;
    /// else the larger of trigger and quoted price.
    /// </summary>
    public decimal? ValuationPx => Order.Terms.LimitPrice ?? (ReferencePx is { } px ? Math.Max(px, Order.Terms.StopPrice ?? 0) : null);
}

/// <summary>An earlier order that asked for the same.</summary>
/// <param name="ClOrdId">Which.</param>
/// <param name="ReceivedAt">When it came, UTC.</param>
public sealed record SameContent(string ClOrdId, DateTimeOffset ReceivedAt);
