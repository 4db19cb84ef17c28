using System.Text.Json;
using System.Text.Json.Serialization;

namespace Pipeline.Venues.Binance;

/// <summary>The event <c>executionReport</c> (user-data-stream.md, Order Update).</summary>
internal sealed record ExecutionReportDocument
{
    /// <summary>Fields that the documentation names and nobody here needs.</summary>
    public static readonly IReadOnlySet<string> Passed = new HashSet<string>
    {
        "e", "E", "F", "g", "v", "I", "w", "m", "M", "Z", "Y", "Q", "W", "V", "d", "D", "j", "J", "A", "B", "u", "U", "Cs", "pl", "pL", "pY",
        "b", "a", "k", "uS", "gP", "gOT", "gOV", "gp",
    };

    [JsonPropertyName("s")]
    public string? Symbol { get; init; }

    [JsonPropertyName("c")]
    public string? ClientOrderId { get; init; }

    /// <summary>Of a cancel: the order that it was for, while the id above is the cancel's own.</summary>
    [JsonPropertyName("C")]
    public string? OriginalClientOrderId { get; init; }

    [JsonPropertyName("S")]
    public string? Side { get; init; }

    [JsonPropertyName("o")]
    public string? Type { get; init; }

    [JsonPropertyName("f")]
    public string? TimeInForce { get; init; }

    [JsonPropertyName("q")]
    public decimal? Qty { get; init; }

    [JsonPropertyName("p")]
    public decimal? Price { get; init; }

    [JsonPropertyName("P")]
    public decimal? StopPrice { get; init; }

    [JsonPropertyName("x")]
    public string? ExecType { get; init; }

    [JsonPropertyName("X")]
    public string? Status { get; init; }

    [JsonPropertyName("r")]
    public string? RejectReason { get; init; }

    [JsonPropertyName("eR")]
    public string? ExpiryReason { get; init; }

    [JsonPropertyName("i")]
    public long? OrderId { get; init; }

    [JsonPropertyName("l")]
    public decimal? LastQty { get; init; }

    [JsonPropertyName("z")]
    public decimal? CumQty { get; init; }

    [JsonPropertyName("L")]
    public decimal? LastPrice { get; init; }

    [JsonPropertyName("n")]
    public decimal? Commission { get; init; }

    [JsonPropertyName("N")]
    public string? CommissionAsset { get; init; }

    [JsonPropertyName("T")]
    public long? TransactTime { get; init; }

    [JsonPropertyName("t")]
    public long? TradeId { get; init; }

    /// <summary>When the order was placed, in milliseconds.</summary>
    [JsonPropertyName("O")]
    public long? CreatedTime { get; init; }

    [JsonExtensionData]
    public Dictionary<string, JsonElement>? More { get; set; }
}
