namespace Pipeline.Messages.Fix;

/// <summary>FIX Side (54). What the pipeline trades: 1 buy, 2 sell.</summary>
public enum Side
{
    Buy = 1,
    Sell = 2,
}
