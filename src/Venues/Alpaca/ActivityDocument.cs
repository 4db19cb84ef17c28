using System.Text.Json;
using System.Text.Json.Serialization;
using Pipeline.Venues.Kit;

namespace Pipeline.Venues.Alpaca;

/// <summary>A trade of the account (alpaca-docs, Account activities).</summary>
internal sealed record ActivityDocument
{
    /// <summary>A time, two colons, and the execution's id.</summary>
    public string? Id { get; set; }

    public string? Type { get; set; }

    public string? OrderId { get; set; }

    public string? Symbol { get; set; }

    public string? Side { get; set; }

    public decimal? Qty { get; set; }

    public decimal? Price { get; set; }

    public decimal? CumQty { get; set; }

    public decimal? LeavesQty { get; set; }

    public DateTimeOffset? TransactionTime { get; set; }

    public string? PreviousExecutionId { get; set; }

    // Fields that the documentation names and nobody here needs.
    public Unread ActivityType { get; set; }

    public Unread OrderStatus { get; set; }

    [JsonExtensionData]
    public Dictionary<string, JsonElement>? More { get; set; }
}
