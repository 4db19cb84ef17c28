using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Pipeline.Messages.Intents;

/// <summary>Limits of the agent's own for the lines of one intent.</summary>
public sealed record IntentConstraints
{
    /// <summary>How much worse than the price quoted at validation a line may trade, in basis points (0 to 10,000).</summary>
    [Range(typeof(decimal), "0", "10000")]
    [Decimals(IntentLimits.MaxDecimals)]
    [Description("How much worse than the price quoted at validation a line may trade, in basis points.")]
    public decimal? MaxSlippageBps { get; init; }

    /// <summary>Largest exposure in a line's symbol after the line, per cent of the account's equity (more than 0, at most 1,000).</summary>
    [Range(typeof(decimal), "0", "1000", MinimumIsExclusive = true)]
    [Decimals(IntentLimits.MaxDecimals)]
    [Description("Largest exposure in a line's symbol after the line, per cent of the account's equity.")]
    public decimal? MaxExposurePct { get; init; }
}
