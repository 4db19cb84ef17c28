using System.Text.Json;
using System.Text.Json.Serialization;
using Pipeline.Venues.Kit;

namespace Pipeline.Venues.Alpaca;

/// <summary>
/// The documents on the wire. Every field may be missing; whether what is there is enough is judged where it is used. Fields of an order, a fill or an
/// event that nobody knows are kept and counted (<see cref="UnknownFields"/>). Numbers may stand as text.
/// </summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    NumberHandling = JsonNumberHandling.AllowReadingFromString,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(OrderRequest))]
[JsonSerializable(typeof(ReplaceRequest))]
[JsonSerializable(typeof(OrderDocument))]
[JsonSerializable(typeof(List<OrderDocument>))]
[JsonSerializable(typeof(ActivityDocument))]
[JsonSerializable(typeof(List<ActivityDocument>))]
[JsonSerializable(typeof(List<FeeDocument>))]
[JsonSerializable(typeof(AccountDocument))]
[JsonSerializable(typeof(List<PositionDocument>))]
[JsonSerializable(typeof(LatestQuotesDocument))]
[JsonSerializable(typeof(AssetDocument))]
[JsonSerializable(typeof(ClockDocument))]
[JsonSerializable(typeof(ErrorDocument))]
[JsonSerializable(typeof(StreamFrame))]
[JsonSerializable(typeof(TradeUpdateDocument))]
[JsonSerializable(typeof(StreamRequest))]
[JsonSerializable(typeof(MarketRequest))]
[JsonSerializable(typeof(List<MarketDocument>))]
internal sealed partial class AlpacaJson : JsonSerializerContext;

internal sealed record ClockDocument
{
    public DateTimeOffset? Timestamp { get; init; }
}

internal sealed record OrderRequest(
    string Symbol, string Qty, string Side, string Type, string TimeInForce, string? LimitPrice, string? StopPrice, string ClientOrderId,
    bool? ExtendedHours);

internal sealed record ReplaceRequest(string Qty, string TimeInForce, string? LimitPrice, string? StopPrice, string ClientOrderId);

/// <summary>An activity that is no trade. A regulatory fee on shares names a day, one on a pair an instant; neither names an order, as a rule.</summary>
internal sealed record FeeDocument
{
    /// <summary>A day, two colons, and the entry's own id.</summary>
    public string? Id { get; init; }

    public string? ActivityType { get; init; }

    public string? ActivitySubType { get; init; }

    /// <summary>The day it is settled on or belongs to.</summary>
    public string? Date { get; init; }

    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>Money; negative for what was taken.</summary>
    public decimal? NetAmount { get; init; }

    /// <summary>Of money, which; of coins, which their price is in.</summary>
    public string? Currency { get; init; }

    public string? Description { get; init; }

    /// <summary>A pair without its slash.</summary>
    public string? Symbol { get; init; }

    /// <summary>Coins; negative for what was taken.</summary>
    public decimal? Qty { get; init; }

    public string? OrderId { get; init; }

    public string? ExecutionId { get; init; }

    public string? Status { get; init; }
}

internal sealed record AccountDocument(decimal? Cash, decimal? Equity);

internal sealed record PositionDocument(string? Symbol, decimal? Qty, string? Side, string? AssetClass);

internal sealed record AssetDocument(string? Symbol, string? Status, bool? Tradable, bool? Fractionable, bool? Shortable);

internal sealed record LatestQuotesDocument(Dictionary<string, QuoteDocument?>? Quotes);

internal sealed record QuoteDocument(
    [property: JsonPropertyName("t")] DateTimeOffset? At,
    [property: JsonPropertyName("bp")] decimal? BidPrice,
    [property: JsonPropertyName("bs")] decimal? BidSize,
    [property: JsonPropertyName("ap")] decimal? AskPrice,
    [property: JsonPropertyName("as")] decimal? AskSize);

internal sealed record ErrorDocument(int? Code, string? Message);

/// <param name="Stream">What kind of frame it is.</param>
/// <param name="Data">Its content, which depends on that.</param>
internal sealed record StreamFrame(string? Stream, JsonElement Data);

internal sealed record StreamRequest(string Action, StreamRequestData Data);

internal sealed record StreamRequestData(string? KeyId = null, string? SecretKey = null, string[]? Streams = null);

/// <summary>What the stream of market data is asked for.</summary>
internal sealed record MarketRequest(string Action, string? Key = null, string? Secret = null, string[]? Statuses = null, string[]? Lulds = null, string[]? Quotes = null, string[]? Trades = null);

/// <summary>A message of the stream of market data, of whatever type: <c>success</c>, <c>error</c>, <c>s</c> a status, <c>l</c> a band, <c>q</c> a quote, <c>t</c> a trade.</summary>
internal sealed record MarketDocument
{
    [JsonPropertyName("T")]
    public string? Type { get; init; }

    [JsonPropertyName("msg")]
    public string? Message { get; init; }

    [JsonPropertyName("code")]
    public int? Code { get; init; }

    [JsonPropertyName("S")]
    public string? Symbol { get; init; }

    [JsonPropertyName("sc")]
    public string? StatusCode { get; init; }

    [JsonPropertyName("sm")]
    public string? StatusMessage { get; init; }

    [JsonPropertyName("rc")]
    public string? ReasonCode { get; init; }

    [JsonPropertyName("rm")]
    public string? ReasonMessage { get; init; }

    [JsonPropertyName("u")]
    public decimal? LimitUp { get; init; }

    [JsonPropertyName("d")]
    public decimal? LimitDown { get; init; }

    [JsonPropertyName("i")]
    public JsonElement? Indicator { get; init; }

    [JsonPropertyName("bp")]
    public decimal? BidPrice { get; init; }

    [JsonPropertyName("bs")]
    public decimal? BidSize { get; init; }

    [JsonPropertyName("ap")]
    public decimal? AskPrice { get; init; }

    [JsonPropertyName("as")]
    public decimal? AskSize { get; init; }

    [JsonPropertyName("p")]
    public decimal? Price { get; init; }

    [JsonPropertyName("s")]
    public decimal? Size { get; init; }

    [JsonPropertyName("t")]
    public DateTimeOffset? At { get; init; }
}
