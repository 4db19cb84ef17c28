using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Pipeline.Messages.Intents;

/// <summary>What becomes of the remainder of an order that fills in part. Times count from when the order is known to be at the venue.</summary>
public sealed record IntentFillPolicy
{
    /// <summary>The remainder rests: what an order does of which nobody says otherwise.</summary>
    public static IntentFillPolicy Rest { get; } = new() { Type = FillPolicyType.Rest };

    /// <summary>Which policy.</summary>
    [Description("What becomes of the remainder of an order that fills in part.")]
    public required FillPolicyType Type { get; init; }

    /// <summary>Seconds from when the order is known to be at the venue until the policy acts: 1 to 2,592,000 (30 days), at most 3 decimals.</summary>
    [FillPolicies(FillPolicyType.CancelRemainderAfter, FillPolicyType.CompleteOrCancel, FillPolicyType.Escalate)]
    [Range(typeof(decimal), "1", IntentLimits.MaxPolicySeconds)]
    [Decimals(3)]
    [Description("Seconds from when the order is known to be at the venue until the policy acts.")]
    public decimal? AfterS { get; init; }

    /// <summary>Seconds at each price before the next: 1 to 2,592,000 (30 days), at most 3 decimals.</summary>
    [FillPolicies(FillPolicyType.RepriceRemainder)]
    [Range(typeof(decimal), "1", IntentLimits.MaxPolicySeconds)]
    [Decimals(3)]
    [Description("Seconds at each price before the next.")]
    public decimal? IntervalS { get; init; }

    /// <summary>How far each price moves towards the market, in basis points of the line's first price: more than 0, at most <c>max_slippage_bps</c>. A move is at least one tick.</summary>
    [FillPolicies(FillPolicyType.RepriceRemainder)]
    [Range(typeof(decimal), "0", "10000", MinimumIsExclusive = true)]
    [Decimals(IntentLimits.MaxDecimals)]
    [Description("How far each price moves towards the market, in basis points of the line's first price; at most max_slippage_bps.")]
    public decimal? StepBps { get; init; }

    /// <summary>How often the remainder gets another price: 1 to 50.</summary>
    [FillPolicies(FillPolicyType.RepriceRemainder)]
    [Range(1, 50)]
    [Description("How often the remainder gets another price.")]
    public int? Times { get; init; }

    /// <summary>The share of the quantity that must have filled for the rest to stay: more than 0, at most 1.</summary>
    [FillPolicies(FillPolicyType.CompleteOrCancel)]
    [Range(typeof(decimal), "0", "1", MinimumIsExclusive = true)]
    [Decimals(IntentLimits.MaxDecimals)]
    [Description("The share of the quantity that must have filled for the rest to stay, more than 0 and at most 1.")]
    public decimal? MinFilled { get; init; }
}
