using Pipeline.Messages.Fix;
using Pipeline.Messages.Intents;

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

    /// <summary>What becomes of its remainder: what the line says, or its strategy's default.</summary>
    public IntentFillPolicy FillPolicy { get; init; } = IntentFillPolicy.Rest;

    /// <summary>Which of its line's orders this is: 1 is the first, each later one has replaced the one before it.</summary>
    public int Generation { get; init; } = 1;

    /// <summary>The order that this one replaces; null for a line's first.</summary>
    public string? OrigClOrdId { get; init; }

    /// <summary>The venue the order goes to, with its account there.</summary>
    public required string Venue { get; init; }

    public required string Account { get; init; }

    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>Past this nothing is sent.</summary>
    public required DateTimeOffset ValidUntil { get; init; }

    /// <summary>The current pass through the checks; the first is 1.</summary>
    public int Pass { get; init; } = 1;

    public OrdStatus OrdStatus { get; init; } = OrdStatus.PendingNew;

    /// <summary>Where the order stands by the venue's word, apart from its fills.</summary>
    public OrdStatus Standing { get; init; } = OrdStatus.PendingNew;

    /// <summary>The venue's time of the newest report about that.</summary>
    public DateTimeOffset? StandingAt { get; init; }

    /// <summary>What the venue has made of the quantity since, by a replacement or a restatement; null while it is as it was sent.</summary>
    public decimal? RestatedQty { get; init; }

    /// <summary>The venue's time of that.</summary>
    public DateTimeOffset? RestatedAt { get; init; }

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

    /// <summary>The venue's time of the word that ended the order; null while none has.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Whether it was sent in the place of another order of its line.</summary>
    public bool IsReplacement => Generation > 1;

    /// <summary>The ClOrdId of its line's first order.</summary>
    public string LineClOrdId => IsReplacement ? OrderKey.ClOrdId(Key) : ClOrdId;

    public string Symbol => Slot.Symbol;

    public Side Side => Slot.Side;

    /// <summary>What the order asks for now. What the line intended is <see cref="OrderTerms.Qty"/>, whatever the venue does.</summary>
    public decimal OrderQty => RestatedQty ?? Terms.Qty;

    public decimal? AvgPx => CumQty == 0 ? null : decimal.Round(CumValue / CumQty, 8);

    /// <summary>
    /// Whether another line in its slot asks for the same. A line that names no fill policy asks for its strategy's default: it is the
    /// same as one that names that, and stays the same when the default changes later.
    /// </summary>
    public bool AsksTheSameAs(Order other) =>
        Terms with { FillPolicy = null } == other.Terms with { FillPolicy = null }
        && (Terms.FillPolicy == other.Terms.FillPolicy || FillPolicy == other.FillPolicy);

    public decimal LeavesQty => OrdStatus.IsTerminal() ? 0 : Math.Max(0, OrderQty - CumQty);
}
