using System.Text.Json;
using System.Text.Json.Serialization;
using Pipeline.Venues.Kit;

namespace Pipeline.Venues.Alpaca;

/// <summary>An event of an order on the stream (alpaca-docs, Streaming).</summary>
internal sealed record TradeUpdateDocument
{
    public string? Event { get; set; }

    public string? ExecutionId { get; set; }

    public string? PreviousExecutionId { get; set; }

    /// <summary>Price of this execution.</summary>
    public decimal? Price { get; set; }

    /// <summary>Quantity of this execution; the order's own figures are totals.</summary>
    public decimal? Qty { get; set; }

    public DateTimeOffset? Timestamp { get; set; }

    public string? Reason { get; set; }

    public OrderDocument? Order { get; set; }

    // Fields that the documentation names and nobody here needs.
    public Unread PositionQty { get; set; }

    public Unread At { get; set; }

    public Unread EventId { get; set; }

    public Unread AccountId { get; set; }

    [JsonExtensionData]
    public Dictionary<string, JsonElement>? More { get; set; }
}
