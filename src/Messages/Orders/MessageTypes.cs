using System.Collections.Frozen;

namespace Pipeline.Messages.Orders;

/// <summary>The order messages by name, so that a stored follow-up can be published by whoever finds it.</summary>
public static class MessageTypes
{
    /// <summary>What says that an order has moved, or is to: the saga listens to all of it.</summary>
    public static IReadOnlyList<Type> News { get; } =
    [
        typeof(OrderProposed), typeof(OrderValidated), typeof(OrderReleased), typeof(OrderHeld), typeof(OrderDenied),
        typeof(OrderSubmitting), typeof(OrderAcknowledged), typeof(OrderRejected), typeof(SubmissionUnresolved),
        typeof(OrderStatusChanged),
    ];

    /// <summary>What calls for something to be done: each travels by itself, to the one worker that does it. What it says beside that is news, too, except for a cancel.</summary>
    public static IReadOnlyList<Type> Calls { get; } =
    [
        typeof(OrderProposed), typeof(OrderValidated), typeof(OrderReleased), typeof(CancelOrder),
        typeof(OrderAcknowledged), typeof(OrderRejected), typeof(SubmissionUnresolved),
    ];

    public static IReadOnlyList<Type> All { get; } = [.. News, typeof(CancelOrder)];

    private static readonly FrozenSet<Type> KnownCalls = Calls.ToFrozenSet();
    private static readonly FrozenSet<Type> KnownNews = News.ToFrozenSet();

    /// <summary>Whether it calls for something to be done.</summary>
    public static bool IsCall(OrderMessage message) => KnownCalls.Contains(message.GetType());

    /// <summary>Whether it says that an order has moved, or is to.</summary>
    public static bool IsNews(OrderMessage message) => KnownNews.Contains(message.GetType());

    /// <summary>Whether it says what has become of the order.</summary>
    public static bool IsOutcome(OrderMessage message) => message is OrderStatusChanged or OrderDenied;

    /// <exception cref="ArgumentException">No order message has that name.</exception>
    public static Type ByName(string name) =>
        All.FirstOrDefault(type => type.Name == name) ?? throw new ArgumentException($"No order message is named '{name}'", nameof(name));
}
