using Pipeline.Messages.Orders;
using Pipeline.Store.Tables;

namespace Pipeline.Bus.FollowUps;

/// <summary>Puts what was recorded on the transport. Each completes when the transport has confirmed the message, and throws when it did not, or not in time.</summary>
public interface IFollowUpPublisher
{
    /// <summary>Publishes a call, by itself.</summary>
    Task PublishAsync(FollowUp followUp, CancellationToken cancellationToken);

    /// <summary>Publishes news for the sagas.</summary>
    Task PublishAsync(NewsBatch news, CancellationToken cancellationToken);

    /// <summary>Publishes news for analytics.</summary>
    Task PublishAsync(OutcomeBatch outcomes, CancellationToken cancellationToken);
}
