using MassTransit;
using Pipeline.Bus;
using Pipeline.Bus.FollowUps;
using Pipeline.Messages.Orders;
using Pipeline.Store.Failpoints;
using Pipeline.Store.Steps;

namespace Pipeline.Reconciliation;

/// <summary>Feeds what submission heard from the venue to the ledger. Shell only.</summary>
public sealed class Consumer(Stage stage, FollowUpDispatcher dispatcher) :
    IConsumer<OrderAcknowledged>, IConsumer<OrderRejected>, IConsumer<SubmissionUnresolved>
{
    public Task Consume(ConsumeContext<OrderAcknowledged> context) => ConsumeAsync(stage, context);

    public Task Consume(ConsumeContext<OrderRejected> context) => ConsumeAsync(stage, context);

    public Task Consume(ConsumeContext<SubmissionUnresolved> context) => ConsumeAsync(stage, context);

    private async Task ConsumeAsync<T>(IStage<T> stage, ConsumeContext<T> context)
        where T : OrderMessage
    {
        using var timer = StageMetrics.Time(stage.Name);
        var followUps = await stage.HandleAsync(context.Message, context.CancellationToken).ConfigureAwait(false);
        Failpoints.Hit(stage.Name, Failpoint.Recorded);
        await dispatcher.PublishAsync(stage.Name, followUps, context.CancellationToken).ConfigureAwait(false);
    }
}
