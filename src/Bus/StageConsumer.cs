using MassTransit;
using Pipeline.Bus.FollowUps;
using Pipeline.Messages.Orders;
using Pipeline.Store.Failpoints;
using Pipeline.Store.Steps;

namespace Pipeline.Bus;

/// <summary>
/// The shell around a stage: handle, publish what is recorded, acknowledge. It decides nothing. When the follow-ups can't be
/// published now they stay recorded as unsent, and the message is done all the same.
/// </summary>
public abstract class StageConsumer<TMessage>(IStage<TMessage> stage, FollowUpDispatcher dispatcher, PutOffs putOffs) : IConsumer<TMessage>
    where TMessage : OrderMessage
{
    public async Task Consume(ConsumeContext<TMessage> context)
    {
        using var timer = StageMetrics.Time(stage.Name);
        if (await putOffs.TryAsync(stage.Name, context.Message, () => stage.HandleAsync(context.Message, context.CancellationToken)).ConfigureAwait(false) is not { } followUps)
        {
            return;
        }

        Failpoints.Hit(stage.Name, Failpoint.Recorded);
        await dispatcher.PublishAsync(stage.Name, followUps, context.CancellationToken).ConfigureAwait(false);
    }
}
