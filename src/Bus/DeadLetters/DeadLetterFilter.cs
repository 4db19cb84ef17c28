using MassTransit;

namespace Pipeline.Bus.DeadLetters;

/// <summary>
/// Commits a faulted message to the store before it is acknowledged, on both transports alike. While the store can't take
/// it, the message stays unacknowledged.
/// </summary>
public sealed class DeadLetterFilter(LetterKeeper keeper, TimeProvider clock, string stage) : IFilter<ExceptionReceiveContext>
{
    public void Probe(ProbeContext context) => context.CreateFilterScope("deadLetters");

    public async Task Send(ExceptionReceiveContext context, IPipe<ExceptionReceiveContext> next)
    {
        await keeper.KeepAsync(ReceivedLetter.Of(context, stage, context.Exception, clock.GetUtcNow()), context.CancellationToken).ConfigureAwait(false);

        // What can't be read never reaches a consumer that would say that it failed: without this the transport takes it for skipped, and it would be kept again.
        context.AddOrUpdatePayload(() => new Kept(), kept => kept);
        await next.Send(context).ConfigureAwait(false);
    }
}

/// <summary>Says of a message that was received that it is kept as a dead letter already.</summary>
internal sealed record Kept;
