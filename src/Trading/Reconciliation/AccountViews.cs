using Pipeline.Messages.Fix;
using Pipeline.Trading.Orders;

namespace Pipeline.Trading.Reconciliation;

/// <summary>What our ledger says of an account.</summary>
public sealed record OurView
{
    /// <summary>Booked executions that the venue must list and does not.</summary>
    public required IReadOnlyCollection<BookedExecution> NotListed { get; init; }

    /// <summary>
    /// Orders that are open by our ledger, those of the venue's list that are over here, and those of which a break is open. What is on
    /// its way is not among them.
    /// </summary>
    public required IReadOnlyCollection<ViewedOrder> Orders { get; init; }

    /// <summary>Signed quantity by symbol, of every symbol that was ever traded.</summary>
    public required IReadOnlyDictionary<string, decimal> Positions { get; init; }

    /// <summary>What the venue should have in cash; null before the first comparison, which takes the venue's word.</summary>
    public required decimal? Cash { get; init; }

    /// <summary>Fees that the venue may have taken and not listed yet: what is missing for them is no difference.</summary>
    public IReadOnlyList<AwaitedFee> Awaited { get; init; } = [];

    /// <summary>Symbols in which something was booked while the venue was asked: of them nothing can be said this time.</summary>
    public IReadOnlySet<string> Moving { get; init; } = new HashSet<string>();

    /// <summary>Whether a fee in money was booked while the venue was asked.</summary>
    public bool HasPaidFee { get; init; }

    /// <summary>Whether something was booked while the venue was asked that may have moved cash: of it nothing can be said this time.</summary>
    public bool IsCashMoving => Moving.Count > 0 || HasPaidFee;

    /// <summary>How much of a pair, or of money when null, may be missing at the venue for fees that are awaited.</summary>
    public decimal AwaitedOf(string? symbol) => Awaited.FirstOrDefault(fee => fee.Symbol == symbol)?.Amount ?? 0;
}

/// <summary>What the venue says of an account.</summary>
public sealed record TheirView
{
    /// <summary>Listed executions that are not booked, and could not be.</summary>
    public required IReadOnlyCollection<ListedExecution> NotBooked { get; init; }

    /// <summary>Every open order, and those that were asked about one by one.</summary>
    public required IReadOnlyCollection<ViewedOrder> Orders { get; init; }

    /// <summary>ClOrdIds about which the venue was asked in vain: nothing can be said of them this time.</summary>
    public IReadOnlySet<string> NotTold { get; init; } = new HashSet<string>();

    /// <summary>Signed quantity by symbol.</summary>
    public required IReadOnlyDictionary<string, decimal> Positions { get; init; }

    public required decimal Cash { get; init; }
}

/// <summary>An execution that is booked.</summary>
/// <param name="ExecId">Its id.</param>
/// <param name="Symbol">Its symbol.</param>
/// <param name="ClOrdId">The order of ours; null for somebody else's.</param>
/// <param name="MustBeListed">Whether the venue must show it: a trade of the time that is compared, booked before the venue was asked.</param>
public readonly record struct BookedExecution(string ExecId, string Symbol, string? ClOrdId, bool MustBeListed);

/// <summary>An execution in the venue's list.</summary>
public readonly record struct ListedExecution(string ExecId, string Symbol, string? ClOrdId);

/// <summary>An order as one of the two sides sees it.</summary>
public sealed record ViewedOrder(string OrderId, string? ClOrdId, string Symbol, OrdStatus OrdStatus, decimal OrderQty, decimal CumQty)
{
    /// <summary>Of the venue's view, which way.</summary>
    public Side? Side { get; init; }

    /// <summary>Where it stands, for people.</summary>
    public string Standing => $"{OrdStatus}, {CanonicalDecimal.Format(CumQty)} of {CanonicalDecimal.Format(OrderQty)} filled";

    /// <summary>The same of an order of which nothing else is known here.</summary>
    public string Whole => $"{Side} {Standing}";
}
