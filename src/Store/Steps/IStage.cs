using Pipeline.Messages.Orders;
using Pipeline.Store.Tables;

namespace Pipeline.Store.Steps;

/// <summary>
/// One step of the way, free of any bus: load, decide, record. What it returns is recorded already and only has to be
/// published; handling the same message again returns the same.
/// </summary>
public interface IStage<in TMessage>
    where TMessage : OrderMessage
{
    /// <summary>The stage's name, one of <see cref="Stages"/>.</summary>
    string Name { get; }

    Task<IReadOnlyList<FollowUp>> HandleAsync(TMessage message, CancellationToken cancellationToken);
}
