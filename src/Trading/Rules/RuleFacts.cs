using Pipeline.Messages.Capabilities;
using Pipeline.Messages.Fix;
using Pipeline.Trading.Fills;
using Pipeline.Trading.Limits;
using Pipeline.Trading.Orders;

namespace Pipeline.Trading.Rules;

/// <summary>Everything a rule may look at. Loaded in the writer's turn, so that no two orders pass on the same room.</summary>
public sealed record RuleFacts
{
    /// <summary>An order waits: the account's state has not been said, or not lately.</summary>
    public const string AccountUnknown = "ACCOUNT_UNKNOWN";

    public required Order Order { get; init; }

    public required DateTimeOffset Now { get; init; }

    /// <summary>When the order was called to validation in this pass.</summary>
    public required DateTimeOffset ProposedAt { get; init; }

    /// <summary>The scopes that the order is in and that have limits, the widest first.</summary>
    public required IReadOnlyList<ScopeFacts> Scopes { get; init; }

    /// <summary>The newest quote of the symbol, or null when there is none.</summary>
    public Quote? Quote { get; init; }

    /// <summary>What the venue can do; null where nobody states it.</summary>
    public VenueCapabilities? Venue { get; init; }

    /// <summary>What the venue asks of the orders in the symbol; null where it states nothing, or has not lately.</summary>
    public InstrumentRules? Instrument { get; init; }

    /// <summary>Whether nothing of the order is sent before what the venue asks in the symbol is known.</summary>
    public bool NeedsInstrument => Venue?.KindOf(Order.Symbol, Order.Terms.Qty) is { } kind && (kind.StatesInstruments || (Venue.StatesShortSales && kind.SellsShort && SellsShort));

    /// <summary>What a price that is worked out is put on: the nearest scope's ticks, else the venue's own, else those of US equities.</summary>
    public TickSizes TicksToRoundTo => TickSizes.ToRoundTo(Nearest(AllLimits.TickSizes)?.Limits, Instrument);

    /// <summary>What the account holds of the symbol, without the order.</summary>
    public Holding Holding { get; init; }

    /// <summary>
    /// The account's equity, as the venue stated it last; null while it is not known, or has not been said lately. Then every rule that looks at
    /// it fails, but for an order that opens nothing.
    /// </summary>
    public required decimal? Equity { get; init; }

    /// <summary>The newest earlier order of the same content in another intent that may have traded or still may, or null.</summary>
    public SameContent? SameContent { get; init; }

    /// <summary>The account's own open orders that the order could meet, or null where no limit asks; the best priced is enough.</summary>
    public IReadOnlyList<OpposingOrder>? Opposing { get; init; }

    /// <summary>The orders of the line, where this one replaces another; null for a line's first.</summary>
    public Line? Line { get; init; }

    /// <summary>Orders of the strategy in the symbol and on the side; null where no limit asks.</summary>
    public Repeats? Repeats { get; init; }

    /// <summary>Whether the order is among today's orders already: the session held it after it was let through, and the hold's end has it judged again.</summary>
    public bool IsCountedToday { get; init; }

    /// <summary>What a person must approve.</summary>
    public ApprovalOptions Approvals { get; init; } = new();

    /// <summary>Who has promoted its strategy from paper, or null.</summary>
    public string? PromotedBy { get; init; }

    /// <summary>Codes of rules that hold and a person has waived for this order, with who did.</summary>
    public IReadOnlyDictionary<string, string> Waivers { get; init; } = new Dictionary<string, string>();

    /// <summary>The price the order would take now, or null when its side is not quoted.</summary>
    public decimal? ReferencePx => Quote?.Touch(Order.Side);

    /// <summary>
    /// The price an order is valued at: what it may come to. A buy's limit as it is sent, for it can't trade at worse; a sale's limit is the least
    /// that it may bring, so it counts where the market is not above it. Else the larger of trigger and quoted price. Null when nobody can tell.
    /// </summary>
    public decimal? ValuationPx => Order.Side == Side.Buy && PriceBounds.SentPx(this) is { } sent ? sent
        : ReferencePx is { } px ? Math.Max(px, Math.Max(Order.Terms.LimitPrice ?? 0, Order.Terms.StopPrice ?? 0))
        : null;

    /// <summary>The price at which what is held and open of the symbol is valued with the order: a limit below the market makes nothing that is held cheaper.</summary>
    public decimal? ExposurePx => ValuationPx is { } px ? Math.Max(px, ReferencePx ?? px) : null;

    /// <summary>What the order opens: its quantity beyond what it can close of the position, after all others on its side.</summary>
    public decimal OpeningQty => Holding.With(Order.Side, Order.Terms.Qty).On(Order.Side) - Holding.On(Order.Side);

    /// <summary>Whether the order sells more than is held and not sold already.</summary>
    public bool SellsShort => Order.Side == Side.Sell && OpeningQty > 0;

    /// <summary>The smallest of a number's limits, with its scope; null when none is set.</summary>
    public (decimal Value, LimitScope Scope)? Tightest(Limit<decimal> limit)
    {
        (decimal Value, LimitScope Scope)? tightest = null;
        foreach (var scope in Scopes)
        {
            if (scope.Limits.Number(limit) is { } value && !(tightest?.Value <= value))
            {
                tightest = (value, scope.Scope);
            }
        }

        return tightest;
    }

    /// <summary>The scope that forbids something; null when none does.</summary>
    public LimitScope? Forbidding(Limit<bool> limit) => Scopes.FirstOrDefault(scope => scope.Limits.Flag(limit) == false)?.Scope;

    /// <summary>A fact of the instrument: what the nearest scope that says something of it sets.</summary>
    /// <returns>Null where it is waived, or nobody says anything.</returns>
    public ScopeFacts? Nearest(Limit limit) => Scopes.LastOrDefault(scope => scope.Limits.Says(limit));
}

/// <summary>An earlier order that asked for the same.</summary>
/// <param name="ClOrdId">Which.</param>
/// <param name="ReceivedAt">When it came, UTC.</param>
public sealed record SameContent(string ClOrdId, DateTimeOffset ReceivedAt);

/// <summary>An open order of the account on the other side.</summary>
/// <param name="ClOrdId">Which.</param>
/// <param name="Price">The worst price it may trade at; null when it takes any.</param>
public sealed record OpposingOrder(string ClOrdId, decimal? Price);

/// <summary>How often a strategy has acted in the same way.</summary>
/// <param name="InMinute">Orders let through since the minute began that the first of them began.</param>
/// <param name="ShutAt">When the throttle was shut; null while it is open.</param>
public sealed record Repeats(int InMinute, DateTimeOffset? ShutAt);
