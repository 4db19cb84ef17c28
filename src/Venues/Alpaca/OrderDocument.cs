using System.Text.Json;
using System.Text.Json.Serialization;
using Pipeline.Venues.Kit;

namespace Pipeline.Venues.Alpaca;

/// <summary>An order as Alpaca states it (alpaca-docs, Order entity; the changelog of docs.alpaca.markets).</summary>
internal sealed record OrderDocument
{
    public string? Id { get; set; }

    public string? ClientOrderId { get; set; }

    public DateTimeOffset? CreatedAt { get; set; }

    public DateTimeOffset? SubmittedAt { get; set; }

    public DateTimeOffset? UpdatedAt { get; set; }

    public string? Symbol { get; set; }

    public decimal? Qty { get; set; }

    /// <summary>Set instead of <see cref="Qty"/> for an order over an amount of money, which the pipeline never places.</summary>
    public decimal? Notional { get; set; }

    public decimal? FilledQty { get; set; }

    public decimal? FilledAvgPrice { get; set; }

    public string? Type { get; set; }

    public string? Side { get; set; }

    public string? TimeInForce { get; set; }

    public bool? ExtendedHours { get; set; }

    public decimal? LimitPrice { get; set; }

    public decimal? StopPrice { get; set; }

    public string? Status { get; set; }

    // Fields that the documentation names and nobody here needs.
    public Unread FilledAt { get; set; }

    public Unread ExpiredAt { get; set; }

    public Unread ExpiresAt { get; set; }

    public Unread CanceledAt { get; set; }

    public Unread CancelRequestedAt { get; set; }

    public Unread FailedAt { get; set; }

    public Unread ReplacedAt { get; set; }

    public Unread ReplacedBy { get; set; }

    public Unread Replaces { get; set; }

    public Unread AssetId { get; set; }

    public Unread AssetClass { get; set; }

    public Unread OrderClass { get; set; }

    public Unread OrderType { get; set; }

    public Unread Legs { get; set; }

    public Unread TrailPercent { get; set; }

    public Unread TrailPrice { get; set; }

    public Unread Hwm { get; set; }

    public Unread PositionIntent { get; set; }

    public Unread RatioQty { get; set; }

    public Unread Source { get; set; }

    public Unread Subtag { get; set; }

    [JsonExtensionData]
    public Dictionary<string, JsonElement>? More { get; set; }
}
