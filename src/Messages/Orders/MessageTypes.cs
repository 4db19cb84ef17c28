namespace Pipeline.Messages.Orders;

/// <summary>The order messages by name, so that a stored follow-up can be published by whoever finds it.</summary>
public static class MessageTypes
{
    public static IReadOnlyList<Type> All { get; } =
    [
        typeof(OrderProposed), typeof(OrderValidated), typeof(OrderReleased), typeof(OrderHeld), typeof(OrderDenied),
        typeof(OrderSubmitting), typeof(OrderAcknowledged), typeof(OrderRejected), typeof(SubmissionUnresolved),
        typeof(OrderStatusChanged),
    ];

    /// <exception cref="ArgumentException">No order message has that name.</exception>
    public static Type ByName(string name) =>
        All.FirstOrDefault(type => type.Name == name) ?? throw new ArgumentException($"No order message is named '{name}'", nameof(name));
}
