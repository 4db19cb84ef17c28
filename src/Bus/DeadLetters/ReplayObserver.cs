using MassTransit;
using Pipeline.Store;
using Pipeline.Store.Steps;
using Pipeline.Store.Tables;

namespace Pipeline.Bus.DeadLetters;

/// <summary>Notes that a replayed message was worked off, so that whoever has replayed it knows. Lost with the process, the replay is only never known to be done.</summary>
internal sealed class ReplayObserver(IStore store, TimeProvider clock) : IReceiveObserver
{
    public Task PostConsume<T>(ConsumeContext<T> context, TimeSpan duration, string consumerType)
        where T : class
    {
        if (ReceivedLetter.ReplayOf(context.ReceiveContext) is { } id)
        {
            var body = context.ReceiveContext.Body.GetBytes();
            store.RideAlong(session =>
            {
                if (DeadLetterTable.IsReplay(session, id, body))
                {
                    LetterReplay.WorkedOff(session, id, clock.GetUtcNow());
                }
            });
        }

        return Task.CompletedTask;
    }

    public Task PreReceive(ReceiveContext context) => Task.CompletedTask;

    public Task PostReceive(ReceiveContext context) => Task.CompletedTask;

    public Task ConsumeFault<T>(ConsumeContext<T> context, TimeSpan duration, string consumerType, Exception exception)
        where T : class => Task.CompletedTask;

    public Task ReceiveFault(ReceiveContext context, Exception exception) => Task.CompletedTask;
}
