using Pipeline.Messages.Fix;
using Pipeline.Trading.Orders;

namespace Pipeline.Store.Queries;

/// <summary>Which orders to list. Every field that is set narrows the list.</summary>
public sealed record OrderFilter
{
    /// <summary>Most orders of one page.</summary>
    public const int LargestPage = 500;

    public OrderState? State { get; init; }

    public OrdStatus? OrdStatus { get; init; }

    public string? Symbol { get; init; }

    public Side? Side { get; init; }

    public string? StrategyId { get; init; }

    public string? RebalanceId { get; init; }

    public string? Portfolio { get; init; }

    public string? IntentId { get; init; }

    /// <summary>
    /// What a person types to find an order: the beginning of a ClOrdId or a symbol, or the whole of a strategy's, an intent's or the venue's id.
    /// </summary>
    public string? Text { get; init; }

    /// <summary>The newest order first; otherwise in order of arrival.</summary>
    public bool NewestFirst { get; init; }

    /// <summary>Only orders beyond this place in the journal, in the list's direction: the cursor of the page before; 0 begins.</summary>
    public long After { get; init; }

    /// <summary>Most orders to return, 1 to <see cref="LargestPage"/>; 100 unless said otherwise.</summary>
    public int Limit { get; init; } = 100;
}
