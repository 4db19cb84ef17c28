using System.Text.Json;
using System.Text.Json.Serialization;
using Pipeline.Venues.Kit;

namespace Pipeline.Venues.Binance;

/// <summary>An order as Binance answers it, when it is placed, canceled, asked for or listed (rest-api.md, Query order).</summary>
internal sealed record OrderDocument
{
    public string? Symbol { get; set; }

    public long? OrderId { get; set; }

    public string? ClientOrderId { get; set; }

    public decimal? Price { get; set; }

    public decimal? OrigQty { get; set; }

    public decimal? ExecutedQty { get; set; }

    /// <summary>What it has traded for; less than zero where Binance no longer knows. The spelling is theirs.</summary>
    public decimal? CummulativeQuoteQty { get; set; }

    public string? Status { get; set; }

    public string? TimeInForce { get; set; }

    public string? Type { get; set; }

    public string? Side { get; set; }

    public decimal? StopPrice { get; set; }

    public string? ExpiryReason { get; set; }

    /// <summary>When it was placed, in milliseconds.</summary>
    public long? Time { get; set; }

    /// <summary>When it last changed, in milliseconds.</summary>
    public long? UpdateTime { get; set; }

    /// <summary>When what was asked for took place, in the answer to an order or a cancel.</summary>
    public long? TransactTime { get; set; }

    // Fields that the documentation names and nobody here needs.
    public Unread OrderListId { get; set; }

    public Unread OrigQuoteOrderQty { get; set; }

    public Unread IcebergQty { get; set; }

    public Unread IsWorking { get; set; }

    public Unread WorkingTime { get; set; }

    public Unread SelfTradePreventionMode { get; set; }

    public Unread Fills { get; set; }

    public Unread PreventedMatchId { get; set; }

    public Unread PreventedQuantity { get; set; }

    public Unread StrategyId { get; set; }

    public Unread StrategyType { get; set; }

    public Unread TrailingDelta { get; set; }

    public Unread TrailingTime { get; set; }

    public Unread UsedSor { get; set; }

    public Unread WorkingFloor { get; set; }

    public Unread PegPriceType { get; set; }

    public Unread PegOffsetType { get; set; }

    public Unread PegOffsetValue { get; set; }

    public Unread PeggedPrice { get; set; }

    public Unread OrigClientOrderId { get; set; }

    [JsonExtensionData]
    public Dictionary<string, JsonElement>? More { get; set; }
}

/// <summary>A trade of the account (rest-api.md, Account trade list).</summary>
internal sealed record TradeDocument
{
    public string? Symbol { get; set; }

    /// <summary>The trade's id, which is the symbol's own count.</summary>
    public long? Id { get; set; }

    public long? OrderId { get; set; }

    public decimal? Price { get; set; }

    public decimal? Qty { get; set; }

    public decimal? Commission { get; set; }

    public string? CommissionAsset { get; set; }

    public long? Time { get; set; }

    public bool? IsBuyer { get; set; }

    // Fields that the documentation names and nobody here needs.
    public Unread OrderListId { get; set; }

    public Unread QuoteQty { get; set; }

    public Unread IsMaker { get; set; }

    public Unread IsBestMatch { get; set; }

    [JsonExtensionData]
    public Dictionary<string, JsonElement>? More { get; set; }
}
