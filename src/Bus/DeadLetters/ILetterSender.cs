using Pipeline.Store.Tables;

namespace Pipeline.Bus.DeadLetters;

/// <summary>Puts a dead letter's message on its queue again, byte for byte.</summary>
public interface ILetterSender
{
    /// <summary>Completes when the transport has confirmed the message; throws when it did not, or not in time.</summary>
    Task SendAsync(DeadLetterRow letter, DeadLetterContent content, CancellationToken cancellationToken);
}
