using System.Text.Json.Serialization;

namespace Pipeline.Messages.Fix;

/// <summary>
/// What a venue says about an order (FIX message 8). Reports come twice, late and out of order;
/// whoever applies one must not care.
/// </summary>
public sealed record ExecutionReport
{
    /// <summary>The adapter that reported, for example <c>paper</c>.</summary>
    public required string Venue { get; init; }

    /// <summary>The account at the venue.</summary>
    public required string Account { get; init; }

    /// <summary>The venue's own id of the order (37).</summary>
    public required string OrderId { get; init; }

    /// <summary>Our id of the order (11); null when the venue knows the order from somewhere else.</summary>
    public string? ClOrdId { get; init; }

    /// <summary>The id of this execution (17). Null where the venue gives none; a null is never a key.</summary>
    public string? ExecId { get; init; }

    /// <summary>For a bust or a correction, the execution it changes (19).</summary>
    public string? ExecRefId { get; init; }

    public required ExecType ExecType { get; init; }

    /// <summary>The status the venue states, which is the venue's view at that instant, not ours.</summary>
    public required OrdStatus OrdStatus { get; init; }

    public required string Symbol { get; init; }

    public required Side Side { get; init; }

    public required decimal OrderQty { get; init; }

    /// <summary>Quantity of this execution (32); 0 unless it is a trade or a correction.</summary>
    public decimal LastQty { get; init; }

    /// <summary>Price of this execution (31).</summary>
    public decimal LastPx { get; init; }

    /// <summary>What the venue took for this execution (12); null where it does not say.</summary>
    public decimal? Commission { get; init; }

    /// <summary>In what (479, CommCurrency): money, or the asset itself.</summary>
    public string? CommCurrency { get; init; }

    /// <summary>Why the venue restated the order (378); null where it does not say, or not in a word of FIX.</summary>
    public ExecRestatementReason? ExecRestatementReason { get; init; }

    /// <summary>
    /// Whether the venue refuses a cancel that it was asked for (FIX message 9, OrderCancelReject): the report states how the order goes on.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsCancelReject { get; init; }

    /// <summary>The venue's running total (14). A check, never a source of fills.</summary>
    public decimal CumQty { get; init; }

    public decimal LeavesQty { get; init; }

    /// <summary>Free text of the venue (58): untrusted, stored, never interpreted.</summary>
    public string? Text { get; init; }

    /// <summary>How we came by it, in our words, where the venue has not reported it by itself: found when asked, for example. Null otherwise.</summary>
    public string? Found { get; init; }

    /// <summary>What the venue said with it in fields that nobody knows, raw, as a JSON object; null where there were none. Kept, never interpreted.</summary>
    public string? Unread { get; init; }

    public required DateTimeOffset TransactTime { get; init; }

    /// <summary>The quote the execution came from, where the venue can tell (the paper venue can).</summary>
    public Quote? Quote { get; init; }
}
