using Pipeline.Bus.DeadLetters;
using Pipeline.Simulation.Queues;
using Pipeline.Store.Tables;
using Pipeline.Trading.DeadLetters;

namespace Pipeline.Simulation.Processes;

/// <summary>Puts a dead letter's message on the simulated queue in which it failed.</summary>
internal sealed class SimulatedLetterSender(SimulatedProcess process, SimulatedBus bus) : ILetterSender
{
    public Task SendAsync(DeadLetterRow letter, DeadLetterContent content, CancellationToken cancellationToken)
    {
        process.ThrowIfDead();
        var message = LetterMessage.Read(letter.MessageType, content.Sent)
            ?? throw new InvalidOperationException($"Dead letter {letter.Id} is no message of a simulation: {letter.MessageType}");
        bus.Deliver(letter.Queue, new FollowUp(Guid.Parse(letter.MessageId!), message, null));
        return Task.CompletedTask;
    }
}
