using System.Text.Json;
using System.Text.Json.Serialization;

namespace Pipeline.Venues.Binance;

/// <summary>
/// The documents on the wire. Every field may be missing; whether what is there is enough is judged where it is used. Fields that nobody knows
/// are kept and counted (<see cref="UnknownFields"/>). Numbers may stand as text.
/// </summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    NumberHandling = JsonNumberHandling.AllowReadingFromString,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(OrderDocument))]
[JsonSerializable(typeof(List<OrderDocument>))]
[JsonSerializable(typeof(List<TradeDocument>))]
[JsonSerializable(typeof(AccountDocument))]
[JsonSerializable(typeof(TimeDocument))]
[JsonSerializable(typeof(List<BookTickerDocument>))]
[JsonSerializable(typeof(ExchangeInfoDocument))]
[JsonSerializable(typeof(ErrorDocument))]
[JsonSerializable(typeof(StreamFrame))]
[JsonSerializable(typeof(StreamRequest))]
[JsonSerializable(typeof(MarketRequest))]
[JsonSerializable(typeof(MarketFrame))]
[JsonSerializable(typeof(ExecutionReportDocument))]
internal sealed partial class BinanceJson : JsonSerializerContext;

internal sealed record TimeDocument(long? ServerTime);

internal sealed record ErrorDocument(int? Code, string? Msg);

internal sealed record AccountDocument(List<BalanceDocument>? Balances);

internal sealed record BalanceDocument(string? Asset, decimal? Free, decimal? Locked);

internal sealed record BookTickerDocument(string? Symbol, decimal? BidPrice, decimal? BidQty, decimal? AskPrice, decimal? AskQty);

internal sealed record ExchangeInfoDocument(List<SymbolDocument>? Symbols);

internal sealed record SymbolDocument(string? Symbol, string? Status, bool? IsSpotTradingAllowed, List<string>? OrderTypes, List<FilterDocument>? Filters);

/// <summary>A filter of whatever type; fields that its type has not are missing.</summary>
internal sealed record FilterDocument
{
    public string? FilterType { get; init; }

    public decimal? MinPrice { get; init; }

    public decimal? MaxPrice { get; init; }

    public decimal? TickSize { get; init; }

    public decimal? MinQty { get; init; }

    public decimal? MaxQty { get; init; }

    public decimal? StepSize { get; init; }

    public decimal? MinNotional { get; init; }

    public decimal? MaxNotional { get; init; }
}

/// <summary>A message of the WebSocket API: an event, or the answer to a request.</summary>
internal sealed record StreamFrame
{
    public string? Id { get; init; }

    public int? Status { get; init; }

    public JsonElement? Event { get; init; }

    public ErrorDocument? Error { get; init; }
}

internal sealed record StreamRequest(string Id, string Method, SubscribeParams? Params = null);

internal sealed record SubscribeParams(string ApiKey, long RecvWindow, long Timestamp, string Signature);

/// <summary>What the stream of market data is asked for.</summary>
internal sealed record MarketRequest(string Method, long Id, string[]? Params = null);

/// <summary>A message of the stream of market data: what a stream tells, the answer to a request, or its refusal.</summary>
internal sealed record MarketFrame
{
    public string? Stream { get; init; }

    public MarketDocument? Data { get; init; }

    public long? Id { get; init; }

    public int? Code { get; init; }

    public string? Msg { get; init; }

    public ErrorDocument? Error { get; init; }
}

/// <summary>A book ticker, which has no type, or a trade.</summary>
internal sealed record MarketDocument
{
    [JsonPropertyName("e")]
    public string? Type { get; init; }

    [JsonPropertyName("s")]
    public string? Symbol { get; init; }

    [JsonPropertyName("b")]
    public decimal? BidPrice { get; init; }

    [JsonPropertyName("B")]
    public decimal? BidQty { get; init; }

    [JsonPropertyName("a")]
    public decimal? AskPrice { get; init; }

    [JsonPropertyName("A")]
    public decimal? AskQty { get; init; }

    [JsonPropertyName("p")]
    public decimal? Price { get; init; }

    [JsonPropertyName("q")]
    public decimal? Qty { get; init; }

    [JsonPropertyName("T")]
    public long? TradeTime { get; init; }
}
