namespace Pipeline.Trading.Reconciliation;

/// <summary>Something in which one comparison found our view and the venue's not to be the same. Not a break yet: something may be on its way.</summary>
/// <param name="Kind">In what.</param>
/// <param name="Subject">What it is about: an ExecId, a ClOrdId, the venue's OrderId of an external order, a symbol, or <see cref="Cash"/>.</param>
/// <param name="Symbol">The symbol; null for cash.</param>
/// <param name="ClOrdId">The order of ours that it is about; null when it is about none.</param>
/// <param name="Ours">Our view, for people.</param>
/// <param name="Theirs">The venue's view, for people.</param>
/// <param name="Delta">Of a position or of cash, how much more the venue has; negative for less. Of an over-fill, the excess.</param>
public sealed record Difference(BreakKind Kind, string Subject, string? Symbol, string? ClOrdId, string Ours, string Theirs, decimal? Delta = null)
{
    /// <summary>Of a position, how much the venue has.</summary>
    public decimal? TheirQty { get; init; }

    /// <summary>The subject of a difference in cash.</summary>
    public const string Cash = "cash";

    /// <summary>What makes two findings one: a position stays the same matter when we begin to trade its symbol.</summary>
    public (BreakKind Kind, string Subject) Key => KeyOf(Kind, Subject);

    /// <summary>Whether another finding of the same matter says the same. Where amounts are compared, both may have moved by the same.</summary>
    public bool IsSameAs(Difference other) => Key == other.Key && (Delta is null ? (Ours, Theirs) == (other.Ours, other.Theirs) : Delta == other.Delta);

    public static (BreakKind Kind, string Subject) KeyOf(BreakKind kind, string subject) => (kind.IsOfPosition() ? BreakKind.PositionDiffers : kind, subject);
}
