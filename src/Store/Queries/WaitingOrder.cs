using Pipeline.Store.Tables;

namespace Pipeline.Store.Queries;

/// <summary>An open order, as far as the worklist needs it.</summary>
internal class WaitingOrder
{
    public string ClOrdId { get; set; } = "";

    public string Venue { get; set; } = "";

    public string Symbol { get; set; } = "";

    public string Side { get; set; } = "";

    public decimal Qty { get; set; }

    public decimal CumQty { get; set; }

    public decimal? LimitPrice { get; set; }

    public decimal? PriceBound { get; set; }

    public decimal? ReferencePx { get; set; }

    public string OrdStatus { get; set; } = "";

    public string? Code { get; set; }

    public DateTimeOffset ReceivedAt { get; set; }

    public DateTimeOffset ValidUntil { get; set; }

    public DateTimeOffset? ToldAt { get; set; }

    public DateTimeOffset? ClaimedAt { get; set; }

    public DateTimeOffset? StuckAt { get; set; }

    public DateTimeOffset? CancelStuckAt { get; set; }

    public DateTimeOffset? CancelUnaskedAt { get; set; }

    /// <summary>What is left of it, at the price that it may cost; null when no price is known.</summary>
    public decimal? NotionalIn(StoreSession session) =>
        (LimitPrice ?? PriceBound ?? ReferencePx ?? PriceOf(session, Venue, Symbol)) is { } price ? (Qty - CumQty) * price : null;

    /// <summary>What a symbol costs by the newest quote; null when there is none.</summary>
    public static decimal? PriceOf(StoreSession session, string venue, string symbol) => QuoteTable.Latest(session, venue, symbol) is { } quote ? quote.Ask ?? quote.Bid : null;
}
