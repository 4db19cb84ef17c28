using Pipeline.Messages.Capabilities;
using Pipeline.Messages.Fix;
using Pipeline.Store.Tables;
using Pipeline.Trading.Limits;
using Pipeline.Trading.Orders;
using Pipeline.Trading.Rules;

namespace Pipeline.Store.Facts;

/// <summary>An order whose facts are wanted, and what the caller knows already.</summary>
public sealed record FactsOf
{
    public required Order Order { get; init; }

    public required DateTimeOffset Now { get; init; }

    /// <summary>When the order was called to validation in this pass.</summary>
    public required DateTimeOffset ProposedAt { get; init; }

    public required LimitBook Limits { get; init; }

    /// <summary>The account as the venue stated it last, or null when it has not.</summary>
    public required AccountRow? Account { get; init; }

    /// <summary>What an operator must approve.</summary>
    public required ApprovalOptions Approvals { get; init; }

    /// <summary>What the venue can do; null where nobody states it.</summary>
    public VenueCapabilities? Venue { get; init; }

    /// <summary>Oldest statement of what the venue asks in a symbol that counts.</summary>
    public required TimeSpan MaxInstrumentAge { get; init; }

    /// <summary>The newest quote of the order's symbol.</summary>
    public required Quote? Quote { get; init; }

    /// <summary>The newest quote of another symbol, or null when there is none.</summary>
    public required Func<string, Quote?> QuoteOf { get; init; }

    /// <summary>Orders that count as let through before this one, though the store does not know them: earlier lines of an intent that is only checked.</summary>
    public IReadOnlyList<Order> Ahead { get; init; } = [];
}
