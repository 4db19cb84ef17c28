using MassTransit;

namespace Pipeline.Peers.SagaOutbox;

internal sealed class ValidationWorker : IConsumer<Validate>
{
    public Task Consume(ConsumeContext<Validate> context) =>
        context.Publish(new Validated(context.Message.ClOrdId, context.Message.IntentId, 1, 2, DateTimeOffset.UtcNow));
}

internal sealed class SessionWorker : IConsumer<CheckSession>
{
    public Task Consume(ConsumeContext<CheckSession> context) =>
        context.Publish(new Released(context.Message.ClOrdId, context.Message.IntentId, 1, 3, DateTimeOffset.UtcNow));
}

internal sealed class SubmissionWorker(Calls called) : IConsumer<Submit>
{
    public async Task Consume(ConsumeContext<Submit> context)
    {
        var told = context.Message;
        called.Note(told.ClOrdId);
        await Task.WhenAll(
            context.Publish(new Acknowledged(told.ClOrdId, told.IntentId, 1, 5, DateTimeOffset.UtcNow)), context.Publish(new Filled(told.ClOrdId, told.IntentId, 1, 6, DateTimeOffset.UtcNow))).ConfigureAwait(false);
    }
}

/// <summary>The saga: every answer moves it on, and puts what comes next into the outbox in the same commit.</summary>
internal sealed class Orchestrator(OutboxStore store, Delivery delivery, Progress progress)
    : IConsumer<Validated>, IConsumer<Released>, IConsumer<Acknowledged>, IConsumer<Filled>
{
    public Task Consume(ConsumeContext<Validated> context) =>
        MoveAsync(context.Message, "Validated", new CheckSession(context.Message.ClOrdId, context.Message.IntentId, 1, 2, DateTimeOffset.UtcNow));

    public Task Consume(ConsumeContext<Released> context) => 
        MoveAsync(context.Message, "Submitting", new Submit(context.Message.ClOrdId, context.Message.IntentId, 1, 4, DateTimeOffset.UtcNow));

    public Task Consume(ConsumeContext<Acknowledged> context) => MoveAsync(context.Message, "Working");

    public async Task Consume(ConsumeContext<Filled> context)
    {
        await MoveAsync(context.Message, "Done").ConfigureAwait(false);
        progress.Done();
    }

    private async Task MoveAsync(Told told, string state, Told? next = null)
    {
        await store.WriteAsync(statements =>
        {
            statements.Move(told.ClOrdId, state);
            if (next is not null)
            {
                statements.Send(next);
            }

            return true;
        }).ConfigureAwait(false);
        if (next is not null)
        {
            delivery.Tell();
        }
    }
}

/// <summary>Analytics that hear of the end of an order and work nothing out.</summary>
internal sealed class OutboxAnalytics(Progress progress) : IConsumer<Filled>
{
    public Task Consume(ConsumeContext<Filled> context) => progress.HearAsync();
}
