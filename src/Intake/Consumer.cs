using MassTransit;
using Pipeline.Bus;
using Pipeline.Bus.FollowUps;
using Pipeline.Bus.Intents;
using Pipeline.Store.Failpoints;
using Pipeline.Store.Steps;
using Pipeline.Store.Tables;

namespace Pipeline.Intake;

/// <summary>Takes intents that foreign clients publish to the exchange <c>intents</c>. Shell only.</summary>
public sealed class Consumer(Stage stage, FollowUpDispatcher dispatcher) : IConsumer<RawIntent>
{
    public async Task Consume(ConsumeContext<RawIntent> context)
    {
        var submitted = new Submitted(context.ReceiveContext.Body.GetBytes(), "amqp", TransportMessageId.Of(context.ReceiveContext));
        var result = await stage.TakeAsync(submitted, context.CancellationToken).ConfigureAwait(false);
        await (result switch
        {
            IntakeResult.Taken taken => PublishAsync(taken.FollowUps, context.CancellationToken),
            IntakeResult.Refused refused => throw IntentRefusedException.Of(refused),
            IntakeResult.Conflict conflict => throw IntentRefusedException.Of(conflict),
            _ => throw new InvalidOperationException($"Not an intake result: {result}"),
        }).ConfigureAwait(false);
    }

    private Task PublishAsync(IReadOnlyList<FollowUp> followUps, CancellationToken cancellationToken)
    {
        Failpoints.Hit(Stages.Intake, Failpoint.Recorded);
        return dispatcher.PublishAsync(Stages.Intake, followUps, cancellationToken);
    }
}
