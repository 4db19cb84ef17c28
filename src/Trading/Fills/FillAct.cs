namespace Pipeline.Trading.Fills;

/// <summary>What a fill policy does next about an order at the venue. A closed set.</summary>
public abstract record FillAct
{
    private FillAct()
    {
    }

    /// <summary>Nothing before an instant.</summary>
    public sealed record Wait(DateTimeOffset Until) : FillAct;

    /// <summary>Nothing any more: the remainder rests.</summary>
    /// <param name="Why">For people.</param>
    public sealed record LetRest(string Why) : FillAct;

    /// <summary>The venue is asked what has filled, before something is decided by it that can't be undone.</summary>
    /// <param name="Why">For people.</param>
    public sealed record CheckFills(string Why) : FillAct;

    /// <summary>The remainder is canceled.</summary>
    /// <param name="Why">For people.</param>
    public sealed record Cancel(string Why) : FillAct;

    /// <summary>The remainder is canceled and, once that is certain, sent again at another price.</summary>
    /// <param name="Price">The new price.</param>
    public sealed record Replace(decimal Price) : FillAct;

    /// <summary>The remainder was given every price it may have, and rests at the last.</summary>
    /// <param name="Why">For people.</param>
    public sealed record Exhausted(string Why) : FillAct;

    /// <summary>The remainder rests until a person has decided.</summary>
    public sealed record Escalate : FillAct;
}
