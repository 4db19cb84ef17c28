namespace Pipeline.Messages.Orders;

/// <summary>
/// News of orders for their sagas, many pieces at a time: nothing on an order's way waits for it, so what several steps have said within some hundredths of a
/// second travels as one message. Whoever takes it in applies each by itself; the order of the items says nothing.
/// </summary>
public sealed record NewsBatch
{
    public required IReadOnlyList<NewsItem> Items { get; init; }
}

/// <summary>
/// Those of the same pieces that say what has become of an order, for analytics. They travel apart from the others, so that nothing else stays unsent where analytics is
/// off for so long that its queue is full.
/// </summary>
public sealed record OutcomeBatch
{
    public required IReadOnlyList<NewsItem> Items { get; init; }
}

/// <summary>One piece of news.</summary>
public sealed record NewsItem
{
    /// <summary>Id that the news would have as a message of its own; the same at every repeat.</summary>
    public required Guid MessageId { get; init; }

    public required OrderMessage Message { get; init; }

    /// <summary>W3C traceparent of the step that says it; null where nobody traces.</summary>
    public string? TraceParent { get; init; }
}
