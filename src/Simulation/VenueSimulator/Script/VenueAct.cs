using Pipeline.Messages.Fix;

namespace Pipeline.Simulation.VenueSimulator;

/// <summary>Something that happens at the venue by itself. Exactly one act must be said.</summary>
public sealed record VenueAct
{
    /// <summary>So long after it was given. Default at once.</summary>
    public TimeSpan? After { get; init; }

    /// <summary>An order trades, whatever the quotes and whatever its state.</summary>
    public FillAct? Fill { get; init; }

    /// <summary>An order is canceled by the venue.</summary>
    public OrderAct? Cancel { get; init; }

    /// <summary>An order expires.</summary>
    public OrderAct? Expire { get; init; }

    /// <summary>An order is rejected after all.</summary>
    public OrderAct? Reject { get; init; }

    /// <summary>An order gets an event and a status, for what no other act says.</summary>
    public ReportAct? Report { get; init; }

    /// <summary>A trade is busted.</summary>
    public BustAct? Bust { get; init; }

    /// <summary>A trade is corrected.</summary>
    public CorrectAct? Correct { get; init; }

    /// <summary>All events of an order are sent again, in their order and under their ids.</summary>
    public OrderAct? Resend { get; init; }

    /// <summary>Somebody enters an order elsewhere, in the broker's own screen for example.</summary>
    public ExternalOrderAct? Order { get; init; }

    /// <summary>Shares or cash come or go without a trade, and no report tells of it.</summary>
    public TransferAct? Transfer { get; init; }

    /// <summary>The venue takes a fee besides its schedule, or gives one back, and lists it among the account's activities.</summary>
    public FeeAct? Fee { get; init; }

    /// <summary>The market shows a quote, and from now on only such quotes for its symbol.</summary>
    public QuoteAct? Quote { get; init; }

    /// <summary>The stream's connections drop.</summary>
    public DropStreamAct? DropStream { get; init; }

    /// <summary>The venue goes down: connections are refused and break. Its orders rest and trade on.</summary>
    public StopAct? Stop { get; init; }

    /// <summary>The venue comes back.</summary>
    public EmptyAct? Resume { get; init; }

    /// <summary>A symbol is halted: nothing trades by quotes.</summary>
    public SymbolAct? Halt { get; init; }

    /// <summary>Its halt ends.</summary>
    public SymbolAct? EndHalt { get; init; }

    /// <summary>The stream of market data tells whether a symbol trades, in the codes of the tapes.</summary>
    public TradingStatusAct? TradingStatus { get; init; }

    /// <summary>The stream of market data tells a symbol's price band.</summary>
    public LuldAct? Luld { get; init; }

    /// <summary>The stream of market data tells of a trade of somebody's. It changes nothing in the book.</summary>
    public MarketTradeAct? MarketTrade { get; init; }

    /// <summary>From now on everything that the stream of market data says takes a while to arrive.</summary>
    public DelayMarketStreamAct? DelayMarketStream { get; init; }

    /// <summary>The connections of the stream of market data drop. What happens before the next one is told to nobody.</summary>
    public EmptyAct? DropMarketStream { get; init; }

    /// <summary>A symbol is split: positions, open orders and prices change.</summary>
    public SplitAct? Split { get; init; }

    /// <summary>Behaviours that hold from now on, after those there are.</summary>
    public IReadOnlyList<VenueBehaviour>? AddBehaviours { get; init; }

    /// <summary>Behaviours end.</summary>
    public ClearBehavioursAct? ClearBehaviours { get; init; }
}

/// <summary>An act that needs no more words.</summary>
public sealed record EmptyAct;

/// <summary>An act on an order.</summary>
/// <param name="ClOrdId">The order's client id.</param>
public sealed record OrderAct(string ClOrdId)
{
    /// <summary>The venue's words.</summary>
    public string? Text { get; init; }
}

/// <summary>An execution of an order.</summary>
/// <param name="ClOrdId">The order's client id.</param>
public sealed record FillAct(string ClOrdId)
{
    /// <summary>Its quantity; by default what is left.</summary>
    public decimal? Qty { get; init; }

    /// <summary>Its price; by default the order's limit, else the touch.</summary>
    public decimal? Px { get; init; }
}

/// <summary>An event of an order.</summary>
/// <param name="ClOrdId">The order's client id.</param>
/// <param name="Event">The event.</param>
public sealed record ReportAct(string ClOrdId, EventKind Event)
{
    /// <summary>The status it has from then on, in Alpaca's words; by default unchanged.</summary>
    public string? Status { get; init; }

    /// <summary>The quantity it asks for from then on, as after a replacement or a restatement; by default unchanged.</summary>
    public decimal? Qty { get; init; }
}

/// <summary>A trade is taken back.</summary>
/// <param name="ClOrdId">The order's client id.</param>
public sealed record BustAct(string ClOrdId)
{
    /// <summary>Which of the order's trades, counted from 1. Default 1.</summary>
    public int Trade { get; init; } = 1;

    /// <summary>The venue's reason.</summary>
    public string? Text { get; init; }
}

/// <summary>A trade gets another quantity or price.</summary>
/// <param name="ClOrdId">The order's client id.</param>
public sealed record CorrectAct(string ClOrdId)
{
    /// <summary>Which of the order's trades, counted from 1. Default 1.</summary>
    public int Trade { get; init; } = 1;

    /// <summary>Its quantity; by default as it was.</summary>
    public decimal? Qty { get; init; }

    /// <summary>Its price; by default as it was.</summary>
    public decimal? Px { get; init; }

    /// <summary>The venue's reason.</summary>
    public string? Text { get; init; }
}

/// <summary>An order from elsewhere. It meets the market as any other.</summary>
/// <param name="Symbol">Its symbol.</param>
/// <param name="Side">Buy or sell.</param>
/// <param name="Qty">Its quantity.</param>
public sealed record ExternalOrderAct(string Symbol, Side Side, decimal Qty)
{
    /// <summary>Its type. Default market.</summary>
    public OrdType Type { get; init; } = OrdType.Market;

    public decimal? LimitPrice { get; init; }

    public decimal? StopPrice { get; init; }

    /// <summary>Its time in force. Default day.</summary>
    public TimeInForce TimeInForce { get; init; } = TimeInForce.Day;

    /// <summary>Its client id; by default one that the venue makes.</summary>
    public string? ClOrdId { get; init; }
}

/// <summary>Shares or cash that come, or go when negative.</summary>
public sealed record TransferAct
{
    /// <summary>The symbol of the shares.</summary>
    public string? Symbol { get; init; }

    /// <summary>How many of them.</summary>
    public decimal? Qty { get; init; }

    /// <summary>How much cash.</summary>
    public decimal? Cash { get; init; }
}

/// <summary>A fee.</summary>
/// <param name="Amount">What is taken; negative for what is given back.</param>
public sealed record FeeAct(decimal Amount)
{
    /// <summary>In what: money, or the asset of the pair that <see cref="Symbol"/> names, BTC of BTC/USD for example. Default USD.</summary>
    public string Currency { get; init; } = SimulatedFee.Money;

    /// <summary>What for; by default it is not said.</summary>
    public string? Symbol { get; init; }

    /// <summary>The client id of an order that it names; by default none.</summary>
    public string? ClOrdId { get; init; }

    /// <summary>The venue's words.</summary>
    public string? Text { get; init; }

    /// <summary>No list shows it before so long has passed, though it is taken at once. Default 0.</summary>
    public TimeSpan? ListedAfter { get; init; }
}

/// <summary>A quote. A side without a price has none.</summary>
/// <param name="Symbol">Its symbol.</param>
public sealed record QuoteAct(string Symbol)
{
    public decimal? Bid { get; init; }

    /// <summary>What the bid shows. Default 1,000,000.</summary>
    public decimal BidSize { get; init; } = 1_000_000;

    public decimal? Ask { get; init; }

    /// <summary>What the offer shows. Default 1,000,000.</summary>
    public decimal AskSize { get; init; } = 1_000_000;
}

/// <summary>The stream's connections drop.</summary>
public sealed record DropStreamAct
{
    /// <summary>What the next connection gets of what happened meanwhile. Default none.</summary>
    public StreamReplay Replay { get; init; }
}

/// <summary>The venue goes down.</summary>
public sealed record StopAct
{
    /// <summary>It comes back by itself after so long; by default it has to be resumed.</summary>
    public TimeSpan? For { get; init; }
}

/// <summary>An act on a symbol.</summary>
/// <param name="Symbol">The symbol.</param>
public sealed record SymbolAct(string Symbol);

/// <summary>A status of the stream of market data.</summary>
/// <param name="Symbol">The symbol.</param>
/// <param name="Code">The status code of its tape: H or 2 for a halt, P for a volatility pause, T or 3 for the resumption of trades.</param>
public sealed record TradingStatusAct(string Symbol, string Code)
{
    /// <summary>The status in words. Default none.</summary>
    public string Message { get; init; } = "";

    /// <summary>The reason code of its tape, MWC1 for the first level of the market-wide breaker for example. Default none.</summary>
    public string ReasonCode { get; init; } = "";

    /// <summary>The reason in words. Default none.</summary>
    public string ReasonMessage { get; init; } = "";
}

/// <summary>A price band of the stream of market data.</summary>
/// <param name="Symbol">The symbol.</param>
/// <param name="LimitUp">The highest price.</param>
/// <param name="LimitDown">The lowest price.</param>
public sealed record LuldAct(string Symbol, decimal LimitUp, decimal LimitDown)
{
    /// <summary>The indicator: B for an update in the course of the day, D where the band is suspended. Default B.</summary>
    public string Indicator { get; init; } = "B";
}

/// <summary>A trade of the stream of market data.</summary>
/// <param name="Symbol">The symbol.</param>
/// <param name="Px">Its price.</param>
/// <param name="Qty">Its quantity.</param>
public sealed record MarketTradeAct(string Symbol, decimal Px, decimal Qty);

/// <summary>The stream of market data is late.</summary>
/// <param name="By">By so much; 0 ends it.</param>
public sealed record DelayMarketStreamAct(TimeSpan By);

/// <summary>A split.</summary>
/// <param name="Symbol">The symbol.</param>
/// <param name="Ratio">New shares for one old: 4 for a split four to one, 0.1 for a reverse split one to ten.</param>
public sealed record SplitAct(string Symbol, decimal Ratio);

/// <summary>Behaviours end.</summary>
public sealed record ClearBehavioursAct
{
    /// <summary>Only those of this name; by default all.</summary>
    public string? Name { get; init; }
}
