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
[JsonSerializable(typeof(ExecutionReportDocument))]
internal sealed partial class BinanceJson : JsonSerializerContext;

internal sealed record TimeDocument(long? ServerTime);

internal sealed record ErrorDocument(int? Code, string? Msg);

internal sealed record AccountDocument(List<BalanceDocument>? Balances);

internal sealed record BalanceDocument(string? Asset, decimal? Free, decimal? Locked);

internal sealed record BookTickerDocument(string? Symbol, decimal? BidPrice, decimal? BidQty, decimal? AskPrice, decimal? AskQty);

internal sealed record ExchangeInfoDocument(List<SymbolDocument>? Symbols);

internal sealed record SymbolDocument(string? Symbol, string? Status, bool? IsSpotTradingAllowed, List<FilterDocument>? Filters);

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
