using Pipeline.Trading.Fills;
using Pipeline.Trading.Halts;
using Pipeline.Trading.Rules;
using Pipeline.Trading.Sessions;

namespace Pipeline.Trading.Orders;

/// <summary>What became of one earlier permission to send.</summary>
/// <param name="Attempt">Its number.</param>
/// <param name="Qty">The quantity it permitted.</param>
/// <param name="IsProvenAbsent">True only when it is proven that the venue does not have it.</param>
/// <param name="Proof">The proof of that, where there is one.</param>
/// <param name="IsSend">Whether a byte of it may have left; false for a claim of which certainly none did.</param>
public sealed record EarlierClaim(int Attempt, decimal Qty, bool IsProvenAbsent, string? Proof = null, bool IsSend = true);

/// <summary>Everything the last gate looks at, read in the transaction that records the claim.</summary>
public sealed record GrantFacts
{
    /// <summary>The order as it stands.</summary>
    public required Order Order { get; init; }

    /// <summary>The claims of its other attempts.</summary>
    public required IReadOnlyCollection<EarlierClaim> Earlier { get; init; }

    /// <summary>The other orders of its line, where it can have any; null where it is the only one there can be.</summary>
    public Line? Line { get; init; }

    /// <summary>Why nothing more is sent for its line; null while it may be.</summary>
    public LineStop? Stop { get; init; }

    /// <summary>The ClOrdId of an order that the venue has for the same slot and another quantity, which a lost store had sent; null when there is none.</summary>
    public string? PlannedOtherwise { get; init; }

    /// <summary>What the market's hours mean for the order now.</summary>
    public required OrderSession Hours { get; init; }

    /// <summary>What to do while the market is closed.</summary>
    public ClosedMarketPolicy Policy { get; init; } = ClosedMarketPolicy.Deny;

    /// <summary>The halts that cover the order.</summary>
    public IReadOnlyCollection<Halt> Halts { get; init; } = [];

    /// <summary>What the account holds of its symbol; null where no halt lets through what reduces it.</summary>
    public Holding? Holding { get; init; }

    /// <summary>A break in its symbol that a person must look at first; null when there is none, or a person has let the order pass it.</summary>
    public Pause? Pause { get; init; }

    /// <summary>Why the venue is taken to be away, where new orders are denied for that; null while it is there, or where they wait for it.</summary>
    public string? VenueDown { get; init; }

    /// <summary>Who asked for its cancel, or null.</summary>
    public string? CancelRequestedBy { get; init; }

    /// <summary>How often an order may be sent, all in all, before a person decides; at least 1.</summary>
    public int MaxSends { get; init; } = 2;

    /// <summary>Whether a person has let it be sent once more than that.</summary>
    public bool IsResendWaived { get; init; }

    public required DateTimeOffset Now { get; init; }
}

/// <summary>Why new orders of a symbol wait for a person.</summary>
/// <param name="Code">The code they are held with.</param>
/// <param name="Detail"><c>key=value, ...</c>.</param>
public sealed record Pause(string Code, string Detail);

/// <summary>The last gate before the venue. Everything is checked again here, in the transaction that records the claim.</summary>
public static class Grant
{
    /// <summary>Held: it was sent as often as it may be, each time proven absent. A release sends it once more.</summary>
    public const string ResendLimit = "RESEND_LIMIT";

    /// <summary>Denied: the venue has an order for its slot to another quantity, which a lost store had sent.</summary>
    public const string SlotTaken = "SLOT_TAKEN";

    /// <summary>Held: somebody else acts in the account in this symbol, and its policy is to wait for a person.</summary>
    public const string SymbolPaused = "SYMBOL_PAUSED";

    /// <summary>Held: the venue has rejected the same thing in this symbol again and again.</summary>
    public const string RejectBreaker = "REJECT_BREAKER";

    /// <summary>Denied: a halt covers it.</summary>
    public const string Halted = "HALTED";

    /// <summary>Denied: the venue does not answer, and the policy is not to wait for it.</summary>
    public const string VenueDown = "VENUE_DOWN";

    /// <summary>Denied: a halt that covers it lets through only what makes the position smaller, and it would not.</summary>
    public const string NotReducing = "REDUCE_ONLY";

    /// <summary>Decides whether one attempt of an order may be sent.</summary>
    public static Verdict Decide(GrantFacts facts)
    {
        var (order, now) = (facts.Order, facts.Now);

        // Filled, open and unresolved quantity of all attempts together never exceeds what the line asks for.
        var committed = facts.Earlier.Where(claim => !claim.IsProvenAbsent).Sum(claim => claim.Qty);
        if (committed + order.Terms.Qty > order.Terms.Qty)
        {
            return new Verdict.Deny(DenialCodes.Conservation, $"committed={committed}, qty={order.Terms.Qty}");
        }

        if (facts.PlannedOtherwise is { } other)
        {
            return Deny(SlotTaken, $"cl_ord_id={other}", facts);
        }

        if (facts.Stop is { } stop)
        {
            return Deny(stop.Code, $"at={stop.At:O}, why={stop.Why}", facts);
        }

        if (WaitsForLine(facts) is { } waits)
        {
            return new Verdict.Hold(Line.AwaitsParent, waits, Until: null);
        }

        if (facts.CancelRequestedBy is { } by)
        {
            return Deny("CANCELED", $"canceled_by={by}", facts);
        }

        if (ByHalts(order, facts.Halts, facts.Holding) is { } halted)
        {
            return Deny(halted.Code, halted.Detail, facts);
        }

        return now >= order.ValidUntil
            ? Deny("INTENT_EXPIRED", $"now={now:O}, valid_until={order.ValidUntil:O}", facts)
            : SessionGate.Decide(facts.Hours.Status, facts.Policy, order.ValidUntil, now) switch
            {
                Verdict.Deny closed => Deny(closed.Code, closed.Detail, facts),
                Verdict.Accept when facts.VenueDown is { } down => Deny(VenueDown, down, facts),
                Verdict.Accept when facts.Pause is { } pause => new Verdict.Hold(pause.Code, pause.Detail, null),
                Verdict.Accept => Limit(facts),
                var verdict => verdict,
            };
    }

    /// <summary>The denial of an order that halts keep back; null when they let it through.</summary>
    /// <param name="order">The order.</param>
    /// <param name="halts">The halts that cover it.</param>
    /// <param name="holding">What the account holds of its symbol, where one of them lets through what reduces it.</param>
    public static Verdict.Deny? ByHalts(Order order, IReadOnlyCollection<Halt> halts, Holding? holding)
    {
        if (halts.MinBy(halt => halt.Mode) is not { } halt)
        {
            return null;
        }

        var said = $"scope={halt.Scope}, by={halt.By}, at={halt.At:O}";
        return halt.Mode == HaltMode.Stop ? new Verdict.Deny(Halted, said)
            : holding is { } held && ReduceOnly.Allows(order.Side, order.Terms.Qty, held) ? null
            : new Verdict.Deny(
                NotReducing,
                $"{said}, side={order.Side}, qty={order.Terms.Qty}, position={holding?.Qty}, open_buy={holding?.BuyQty}, open_sell={holding?.SellQty}");
    }

    // Never two orders of a line at the venue; and what filled of the others since this one's quantity was decided makes it smaller.
    private static string? WaitsForLine(GrantFacts facts)
    {
        var (order, line) = (facts.Order, facts.Line);
        return line?.OpenBeside(order.ClOrdId) is { } open ? $"open={open.ClOrdId}, ord_status={open.OrdStatus}"
            : line is not null && line.CommittedBeside(order.ClOrdId) + order.Terms.Qty > line.Qty
                ? $"line_qty={line.Qty}, filled_beside={line.CommittedBeside(order.ClOrdId)}, qty={order.Terms.Qty}"
            : null;
    }

    // A proof of absence is as good as the venue's word for how long it takes to show an order. Where that word is wrong every
    // further send may be one more order, so that the number of them is small whatever the venue does.
    private static Verdict Limit(GrantFacts facts)
    {
        var sends = facts.Earlier.Count(claim => claim.IsSend);
        return sends < facts.MaxSends || facts.IsResendWaived
            ? new Verdict.Accept()
            : new Verdict.Hold(ResendLimit, $"sends={sends}, limit={facts.MaxSends}, each proven absent", null);
    }

    // Whoever reads that an order ended here must see why it is certain that the venue has nothing of it.
    private static Verdict.Deny Deny(string code, string detail, GrantFacts facts)
    {
        var proofs = facts.Earlier.Where(claim => claim.Proof is not null).Select(claim => $"attempt_{claim.Attempt}={claim.Proof}");
        return new Verdict.Deny(code, string.Join(", ", proofs.Prepend(detail)));
    }
}
