using MassTransit;

namespace Pipeline.Bus.DeadLetters;

/// <summary>Commits a message that no consumer takes to the store before it is acknowledged, on both transports alike.</summary>
public sealed class SkippedFilter(LetterKeeper keeper, TimeProvider clock, string stage) : IFilter<ReceiveContext>
{
    public void Probe(ProbeContext context) => context.CreateFilterScope("skipped");

    public async Task Send(ReceiveContext context, IPipe<ReceiveContext> next)
    {
        if (context.HasPayloadType(typeof(Kept)))
        {
            return;
        }

        await keeper.KeepAsync(ReceivedLetter.Of(context, stage, null, clock.GetUtcNow()), context.CancellationToken).ConfigureAwait(false);
        await next.Send(context).ConfigureAwait(false);
    }
}
