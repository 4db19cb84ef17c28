using MassTransit;
using Pipeline.Messages.Orders;

namespace Pipeline.Analytics;

/// <summary>Feeds the ends of orders to analytics. Shell only.</summary>
public sealed class Consumer(Stage stage) : IConsumer<OrderStatusChanged>, IConsumer<OrderDenied>
{
    public Task Consume(ConsumeContext<OrderStatusChanged> context) => stage.HandleAsync(context.Message, context.CancellationToken);

    public Task Consume(ConsumeContext<OrderDenied> context) => stage.HandleAsync(context.Message, context.CancellationToken);
}
