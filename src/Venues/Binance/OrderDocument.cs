using System.Text.Json;
using System.Text.Json.Serialization;

namespace Pipeline.Venues.Binance;

/// <summary>An order as Binance answers it, when it is placed, canceled, asked for or listed (rest-api.md, Query order).</summary>
internal sealed record OrderDocument
{
    /// <summary>Fields that the documentation names and nobody here needs.</summary>
    public static readonly IReadOnlySet<string> Passed = new HashSet<string>
    {
        "orderListId", "origQuoteOrderQty", "icebergQty", "isWorking", "workingTime", "selfTradePreventionMode", "fills", "preventedMatchId",
        "preventedQuantity", "strategyId", "strategyType", "trailingDelta", "trailingTime", "usedSor", "workingFloor", "pegPriceType",
        "pegOffsetType", "pegOffsetValue", "peggedPrice", "origClientOrderId",
    };

    public string? Symbol { get; init; }

    public long? OrderId { get; init; }

    public string? ClientOrderId { get; init; }

    public decimal? Price { get; init; }

    public decimal? OrigQty { get; init; }

    public decimal? ExecutedQty { get; init; }

    /// <summary>What it has traded for; less than zero where Binance no longer knows. The spelling is theirs.</summary>
    public decimal? CummulativeQuoteQty { get; init; }

    public string? Status { get; init; }

    public string? TimeInForce { get; init; }

    public string? Type { get; init; }

    public string? Side { get; init; }

    public decimal? StopPrice { get; init; }

    public string? ExpiryReason { get; init; }

    /// <summary>When it was placed, in milliseconds.</summary>
    public long? Time { get; init; }

    /// <summary>When it last changed, in milliseconds.</summary>
    public long? UpdateTime { get; init; }

    /// <summary>When what was asked for took place, in the answer to an order or a cancel.</summary>
    public long? TransactTime { get; init; }

    [JsonExtensionData]
    public Dictionary<string, JsonElement>? More { get; set; }
}

/// <summary>A trade of the account (rest-api.md, Account trade list).</summary>
internal sealed record TradeDocument
{
    /// <summary>Fields that the documentation names and nobody here needs.</summary>
    public static readonly IReadOnlySet<string> Passed = new HashSet<string> { "orderListId", "quoteQty", "isMaker", "isBestMatch" };

    public string? Symbol { get; init; }

    /// <summary>The trade's id, which is the symbol's own count.</summary>
    public long? Id { get; init; }

    public long? OrderId { get; init; }

    public decimal? Price { get; init; }

    public decimal? Qty { get; init; }

    public decimal? Commission { get; init; }

    public string? CommissionAsset { get; init; }

    public long? Time { get; init; }

    public bool? IsBuyer { get; init; }

    [JsonExtensionData]
    public Dictionary<string, JsonElement>? More { get; set; }
}
