using Pipeline.Store.Tables;

namespace Pipeline.Bus.FollowUps;

/// <summary>Puts a recorded follow-up on the transport.</summary>
public interface IFollowUpPublisher
{
    /// <summary>Completes when the transport has confirmed the message; throws when it did not, or not in time.</summary>
    Task PublishAsync(FollowUp followUp, CancellationToken cancellationToken);
}
