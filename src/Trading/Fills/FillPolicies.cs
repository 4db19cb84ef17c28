using Pipeline.Messages.Intents;
using Pipeline.Trading.Limits;
using Pipeline.Trading.Orders;

namespace Pipeline.Trading.Fills;

/// <summary>What a fill policy looks at.</summary>
/// <param name="Order">The order as it stands at the venue.</param>
/// <param name="WorkingAt">Since when it is known to be there.</param>
/// <param name="FirstPrice">The price that the line's first order was sent with; null when it had none.</param>
/// <param name="Now">The time.</param>
public sealed record FillFacts(Order Order, DateTimeOffset WorkingAt, decimal? FirstPrice, DateTimeOffset Now)
{
    /// <summary>Why what replaces the order could not be sent now, such as a halt or a closed market; null when it could.</summary>
    public Hindrance? Hindrance { get; init; }

    /// <summary>What prices are put on.</summary>
    public TickSizes Ticks { get; init; } = TickSizes.UsEquities;

    /// <summary>Why nothing more is sent for its line; null while it may be.</summary>
    public LineStop? Stop { get; init; }

    /// <summary>Whether somebody has asked for its cancel, and that may still come to something.</summary>
    public bool IsBeingCanceled { get; init; }

    /// <summary>Whether the venue was asked, at the policy's time, what has filled of it.</summary>
    public bool IsChecked { get; init; }
}

/// <summary>Decides what becomes of the remainder of an order at the venue. It never looks at the market: only at time, fills, its own bounds, and whether what it would send could be sent.</summary>
public static class FillPolicies
{
    /// <summary>How long what is being canceled is left alone.</summary>
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(10);

    /// <summary>Whether enough has filled of an order that is to be complete or canceled.</summary>
    public static bool IsComplete(Order order) => order.CumQty >= order.FillPolicy.MinFilled * order.OrderQty;

    /// <summary>What the order's policy does now.</summary>
    public static FillAct Next(FillFacts facts)
    {
        var policy = facts.Order.FillPolicy;
        if (facts.Order.OrdStatus.IsTerminal())
        {
            return new FillAct.LetRest("the order is done");
        }

        if (policy.Type == FillPolicyType.Rest)
        {
            return new FillAct.LetRest("its policy is rest");
        }

        if (facts.Order.LeavesQty == 0)
        {
            return new FillAct.LetRest("nothing of it is left");
        }

        var due = facts.WorkingAt + Seconds(policy.AfterS ?? policy.IntervalS);
        if (facts.Now < due && !facts.IsChecked && !ClockStep.WentBackSince(facts.WorkingAt, facts.Now))
        {
            return new FillAct.Wait(due);
        }

        return facts.IsBeingCanceled
            ? new FillAct.Wait(facts.Now + LookAgain)
            : policy.Type switch
            {
                FillPolicyType.CancelRemainderAfter => new FillAct.Cancel($"{facts.Order.LeavesQty} left after {policy.AfterS} s"),
                FillPolicyType.CompleteOrCancel => CompleteOrCancel(facts),
                FillPolicyType.RepriceRemainder => Reprice(facts),
                FillPolicyType.Escalate => new FillAct.Escalate(),
                _ => throw new ArgumentOutOfRangeException(nameof(facts), policy.Type, "Not a fill policy"),
            };
    }

    // A fill may be on its way, or lost. More of them can only let it rest; that too little has filled is certain once the venue says so.
    private static FillAct CompleteOrCancel(FillFacts facts)
    {
        var (order, policy) = (facts.Order, facts.Order.FillPolicy);
        var said = $"{order.CumQty} of {order.OrderQty} filled after {policy.AfterS} s, wanted is a share of {policy.MinFilled}";
        return IsComplete(order) ? new FillAct.LetRest(said)
            : facts.IsChecked ? new FillAct.Cancel(said)
            : new FillAct.CheckFills(said);
    }

    // What can't be sent again is not canceled: an order at the venue is worth more than none.
    private static FillAct Reprice(FillFacts facts)
    {
        var order = facts.Order;
        if (facts.Stop is { } stop)
        {
            return new FillAct.LetRest($"nothing more is sent for its line: {stop.Why}");
        }

        if (facts.Now >= order.ValidUntil)
        {
            return new FillAct.Exhausted($"nothing is sent for it from valid_until={order.ValidUntil:O} on");
        }

        if (order.Generation > order.FillPolicy.Times)
        {
            return new FillAct.Exhausted($"it was repriced {order.FillPolicy.Times} times");
        }

        if (order.RestatedQty is not null)
        {
            // The line is counted in what it asked for: after a split nobody here knows how much that is in the new shares.
            return new FillAct.Exhausted("the venue has restated its quantity");
        }

        return Reprices.Next(order, facts.FirstPrice, facts.Ticks) is not { } price
            ? new FillAct.Exhausted($"its price is as far as max_slippage_bps={order.Terms.MaxSlippageBps} allows")
            : facts.Hindrance is { } hindrance
            ? new FillAct.Wait(facts.Now + hindrance.LookAgain)
            : new FillAct.Replace(price);
    }

    private static TimeSpan Seconds(decimal? seconds) => TimeSpan.FromTicks((long)(seconds!.Value * TimeSpan.TicksPerSecond));
}
