using System.Text.Json;
using System.Text.Json.Serialization;
using Pipeline.Venues.Kit;

namespace Pipeline.Venues.Binance;

/// <summary>The event <c>executionReport</c> (user-data-stream.md, Order Update).</summary>
internal sealed record ExecutionReportDocument
{
    [JsonPropertyName("s")]
    public string? Symbol { get; set; }

    [JsonPropertyName("c")]
    public string? ClientOrderId { get; set; }

    /// <summary>Of a cancel: the order that it was for, while the id above is the cancel's own.</summary>
    [JsonPropertyName("C")]
    public string? OriginalClientOrderId { get; set; }

    [JsonPropertyName("S")]
    public string? Side { get; set; }

    [JsonPropertyName("o")]
    public string? Type { get; set; }

    [JsonPropertyName("f")]
    public string? TimeInForce { get; set; }

    [JsonPropertyName("q")]
    public decimal? Qty { get; set; }

    [JsonPropertyName("p")]
    public decimal? Price { get; set; }

    [JsonPropertyName("P")]
    public decimal? StopPrice { get; set; }

    [JsonPropertyName("x")]
    public string? ExecType { get; set; }

    [JsonPropertyName("X")]
    public string? Status { get; set; }

    [JsonPropertyName("r")]
    public string? RejectReason { get; set; }

    [JsonPropertyName("eR")]
    public string? ExpiryReason { get; set; }

    [JsonPropertyName("i")]
    public long? OrderId { get; set; }

    [JsonPropertyName("l")]
    public decimal? LastQty { get; set; }

    [JsonPropertyName("z")]
    public decimal? CumQty { get; set; }

    [JsonPropertyName("L")]
    public decimal? LastPrice { get; set; }

    [JsonPropertyName("n")]
    public decimal? Commission { get; set; }

    [JsonPropertyName("N")]
    public string? CommissionAsset { get; set; }

    [JsonPropertyName("T")]
    public long? TransactTime { get; set; }

    [JsonPropertyName("t")]
    public long? TradeId { get; set; }

    /// <summary>When the order was placed, in milliseconds.</summary>
    [JsonPropertyName("O")]
    public long? CreatedTime { get; set; }

    // Fields that the documentation names and nobody here needs.
    [JsonPropertyName("e")]
    public Unread EventType { get; set; }

    [JsonPropertyName("E")]
    public Unread EventTime { get; set; }

    [JsonPropertyName("F")]
    public Unread IcebergQty { get; set; }

    [JsonPropertyName("g")]
    public Unread OrderListId { get; set; }

    [JsonPropertyName("v")]
    public Unread PreventedMatchId { get; set; }

    [JsonPropertyName("I")]
    public Unread ExecutionId { get; set; }

    [JsonPropertyName("w")]
    public Unread IsWorking { get; set; }

    [JsonPropertyName("m")]
    public Unread IsMaker { get; set; }

    [JsonPropertyName("M")]
    public Unread Ignored { get; set; }

    [JsonPropertyName("Z")]
    public Unread CumulativeQuoteQty { get; set; }

    [JsonPropertyName("Y")]
    public Unread LastQuoteQty { get; set; }

    [JsonPropertyName("Q")]
    public Unread QuoteOrderQty { get; set; }

    [JsonPropertyName("W")]
    public Unread WorkingTime { get; set; }

    [JsonPropertyName("V")]
    public Unread SelfTradePreventionMode { get; set; }

    [JsonPropertyName("d")]
    public Unread TrailingDelta { get; set; }

    [JsonPropertyName("D")]
    public Unread TrailingTime { get; set; }

    [JsonPropertyName("j")]
    public Unread StrategyId { get; set; }

    [JsonPropertyName("J")]
    public Unread StrategyType { get; set; }

    [JsonPropertyName("A")]
    public Unread PreventedQty { get; set; }

    [JsonPropertyName("B")]
    public Unread LastPreventedQty { get; set; }

    [JsonPropertyName("u")]
    public Unread TradeGroupId { get; set; }

    [JsonPropertyName("U")]
    public Unread CounterOrderId { get; set; }

    [JsonPropertyName("Cs")]
    public Unread CounterSymbol { get; set; }

    [JsonPropertyName("pl")]
    public Unread PreventedExecutionQty { get; set; }

    [JsonPropertyName("pL")]
    public Unread PreventedExecutionPrice { get; set; }

    [JsonPropertyName("pY")]
    public Unread PreventedExecutionQuoteQty { get; set; }

    [JsonPropertyName("b")]
    public Unread MatchType { get; set; }

    [JsonPropertyName("a")]
    public Unread AllocationId { get; set; }

    [JsonPropertyName("k")]
    public Unread WorkingFloor { get; set; }

    [JsonPropertyName("uS")]
    public Unread UsedSor { get; set; }

    [JsonPropertyName("gP")]
    public Unread PegPriceType { get; set; }

    [JsonPropertyName("gOT")]
    public Unread PegOffsetType { get; set; }

    [JsonPropertyName("gOV")]
    public Unread PegOffsetValue { get; set; }

    [JsonPropertyName("gp")]
    public Unread PeggedPrice { get; set; }

    [JsonExtensionData]
    public Dictionary<string, JsonElement>? More { get; set; }
}
