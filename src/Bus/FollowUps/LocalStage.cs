using Pipeline.Messages.Orders;
using Pipeline.Store.Steps;
using Pipeline.Store.Tables;

namespace Pipeline.Bus.FollowUps;

/// <summary>A stage that this process hosts, as whoever calls it from within the process sees it.</summary>
public interface ILocalStage
{
    /// <summary>The stage's name, one of <see cref="Stages"/>.</summary>
    string Name { get; }

    /// <summary>The queue that brings it the same calls.</summary>
    string Queue { get; }

    /// <summary>What it is called with.</summary>
    Type Takes { get; }

    Task<IReadOnlyList<FollowUp>> HandleAsync(OrderMessage call, CancellationToken cancellationToken);
}

/// <inheritdoc/>
public sealed class LocalStage<TMessage>(IStage<TMessage> stage) : ILocalStage
    where TMessage : OrderMessage
{
    public string Name => stage.Name;

    public string Queue => stage.Name;

    public Type Takes => typeof(TMessage);

    public Task<IReadOnlyList<FollowUp>> HandleAsync(OrderMessage call, CancellationToken cancellationToken) => stage.HandleAsync((TMessage)call, cancellationToken);
}
