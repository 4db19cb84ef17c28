using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Pipeline.Messages.Intents;

/// <summary>What an agent decided, as it publishes it: one or more order lines under common constraints.</summary>
public sealed record Intent
{
    /// <summary>Version of this document's shape. Optional; 1 is the only one so far.</summary>
    [AllowedValues(1)]
    [Description("Version of this document's shape; 1 is the only one so far.")]
    public int SchemaVersion { get; init; } = 1;

    /// <summary>Who decides. Comes from the caller's credentials where there are any; on the credential-free loopback it defaults to <c>default</c>.</summary>
    [StringLength(IntentLimits.MaxName, MinimumLength = 1)]
    [RegularExpression(IntentLimits.NamePattern, ErrorMessage = IntentLimits.NameRule)]
    [Description("Who decides. Comes from the caller's credentials where there are any.")]
    public string? StrategyId { get; init; }

    /// <summary>
    /// The decision this intent belongs to, from the agent's plan, the same on every retry.
    /// Without it the HTTP header <c>Idempotency-Key</c> or the AMQP <c>message_id</c> stands in.
    /// </summary>
    [StringLength(IntentLimits.MaxRebalanceId, MinimumLength = 1)]
    [RegularExpression(IntentLimits.PrintablePattern, ErrorMessage = IntentLimits.PrintableRule)]
    [Description("The decision this intent belongs to, the same on every retry. Without it Idempotency-Key or message_id stands in.")]
    public string? RebalanceId { get; init; }

    /// <summary>The portfolio the orders belong to.</summary>
    [StringLength(IntentLimits.MaxName, MinimumLength = 1)]
    [RegularExpression(IntentLimits.NamePattern, ErrorMessage = IntentLimits.NameRule)]
    [Description("The portfolio the orders belong to.")]
    public required string Portfolio { get; init; }

    /// <summary>The lines, 1 to 100. All of them are taken or none.</summary>
    [Length(1, IntentLimits.MaxOrders)]
    [Description("The lines; all of them are taken or none. No two may have the same leg, symbol (in any case) and side.")]
    public required IReadOnlyList<IntentOrder> Orders { get; init; }

    /// <summary>Limits the agent sets for these lines; they can only tighten the operator's.</summary>
    [Description("Limits the agent sets for these lines; they can only tighten the operator's.")]
    public IntentConstraints? Constraints { get; init; }

    /// <summary>Past this instant nothing of the intent is sent. Optional; intake sets a default.</summary>
    [RegularExpression(IntentLimits.InstantPattern, ErrorMessage = IntentLimits.InstantRule)]
    [Description("Past this instant nothing of the intent is sent. RFC 3339 with an offset.")]
    public DateTimeOffset? ValidUntil { get; init; }

    /// <summary>The agent's words on why. Stored, never interpreted.</summary>
    [StringLength(IntentLimits.MaxReason)]
    [VisibleText]
    [Description("The agent's words on why. Stored, never interpreted.")]
    public string? Reason { get; init; }

    /// <summary>A short code for the reason, for grouping.</summary>
    [StringLength(IntentLimits.MaxName, MinimumLength = 1)]
    [RegularExpression(IntentLimits.NamePattern, ErrorMessage = IntentLimits.NameRule)]
    [Description("A short code for the reason, for grouping.")]
    public string? ReasonCode { get; init; }
}
