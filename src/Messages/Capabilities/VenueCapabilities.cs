using Pipeline.Messages.Fix;

namespace Pipeline.Messages.Capabilities;

/// <summary>
/// What a venue can do, as its adapter states it. What it can't do is denied before it is sent (rule <c>VENUE_CAPABILITY</c>), and a case of the
/// conformance suite that needs it is skipped.
/// </summary>
public sealed record VenueCapabilities
{
    /// <summary>The adapter's name and version, for example <c>binance/1</c>.</summary>
    public required string Adapter { get; init; }

    /// <summary>The order types it takes, each with the times in force that go with it.</summary>
    public required IReadOnlyDictionary<OrdType, IReadOnlyList<TimeInForce>> Orders { get; init; }

    /// <summary>Orders that it treats otherwise. The first kind that an order is of counts for it, and what stands beside this list where it is of none.</summary>
    public IReadOnlyList<OrderKind> Kinds { get; init; } = [];

    /// <summary>What its symbols look like, as a regular expression over the pipeline's own spelling, without looking around and back (it is matched in time linear in the symbol).</summary>
    public required string Symbols { get; init; }

    /// <summary>What a ClOrdId may look like, as such an expression, too.</summary>
    public required string ClOrdIds { get; init; }

    /// <summary>How it tells a repeated order from a new one.</summary>
    public required DeDuplication DeDuplication { get; init; }

    /// <summary>Most decimals of a quantity.</summary>
    public required int QtyDecimals { get; init; }

    /// <summary>Whether it states ticks, lots and smallest orders by symbol (<see cref="InstrumentRules"/>); no order is sent before they are known.</summary>
    public bool StatesInstruments { get; init; }

    /// <summary>Whether more may be sold than is held.</summary>
    public bool SellsShort { get; init; }

    /// <summary>Whether it states by symbol what may be sold short (<see cref="InstrumentRules.SellsShort"/>); no short sale is sent before that is known.</summary>
    public bool StatesShortSales { get; init; }

    /// <summary>Whether it states anything by symbol.</summary>
    public bool StatesAnythingBySymbol => StatesInstruments || StatesShortSales || Kinds.Any(kind => kind.StatesInstruments);

    /// <summary>Whether an order that the account can't pay is refused.</summary>
    public bool ChecksMoney { get; init; }

    /// <summary>Whether the adapter replaces an order by a call of the venue's own. Lines are repriced by cancel and new order all the same.</summary>
    public bool ReplacesNatively { get; init; }

    /// <summary>Whether a trade can be busted or corrected after it was reported.</summary>
    public bool RestatesTrades { get; init; }

    /// <summary>Whether commissions are stated with the trades they were taken for.</summary>
    public bool StatesCommissions { get; init; }

    /// <summary>Fees that it takes with a trade and lists later; null where it has none.</summary>
    public LateFees? LateFees { get; init; }

    /// <summary>Whether it pushes reports; where it does not, they are asked for.</summary>
    public bool Streams { get; init; }

    /// <summary>When it trades.</summary>
    public required SessionModel Sessions { get; init; }

    /// <summary>How often it lets itself be called, for people.</summary>
    public required string RateLimits { get; init; }

    /// <summary>Whether it takes an order of this type with this time in force, where the order is of no kind of its own.</summary>
    public bool Takes(OrdType type, TimeInForce timeInForce) => Orders.TryGetValue(type, out var with) && with.Contains(timeInForce);

    /// <summary>What it does with an order: with its kind, or, where it is of none, with any.</summary>
    /// <param name="symbol">In the pipeline's spelling.</param>
    /// <param name="qty">How much is ordered.</param>
    public OrderKind KindOf(string symbol, decimal qty) => Kinds.FirstOrDefault(kind => kind.Has(symbol, qty))
        ?? new OrderKind { Name = "any", Orders = Orders, SellsShort = SellsShort, StatesInstruments = StatesInstruments, ReplacesNatively = ReplacesNatively };
}

/// <summary>How a venue tells a repeated order from a new one, by its ClOrdId.</summary>
public enum DeDuplication
{
    /// <summary>An id is taken once and for all.</summary>
    Always,

    /// <summary>An id may be taken again once the order that had it is over: only while that one is open a repeat is refused.</summary>
    WhileOpen,
}

/// <summary>When a venue trades.</summary>
public enum SessionModel
{
    /// <summary>In the sessions of each symbol's market.</summary>
    Markets,

    /// <summary>Without a pause.</summary>
    AroundTheClock,
}
