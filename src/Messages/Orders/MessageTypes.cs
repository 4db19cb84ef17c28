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

    public static IReadOnlyList<Type> All { get; } = [.. News, typeof(CancelOrder)];

    /// <exception cref="ArgumentException">No order message has that name.</exception>
    public static Type ByName(string name) =>
        All.FirstOrDefault(type => type.Name == name) ?? throw new ArgumentException($"No order message is named '{name}'", nameof(name));
}
