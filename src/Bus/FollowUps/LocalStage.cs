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

    /// <summary>As many calls are worked on at a time that were handed over, beside what the queue gives.</summary>
    int AtATime { get; }

    /// <summary>What it is called with.</summary>
    Type Takes { get; }

    /// <summary>The stage as one whose step can be part of another's; null where it can't.</summary>
    IOnwardStage? Onward { get; }

    Task<IReadOnlyList<FollowUp>> HandleAsync(OrderMessage call, CancellationToken cancellationToken);
}

/// <inheritdoc/>
/// <param name="stage">The stage.</param>
/// <param name="atATime">As many are worked on at a time.</param>
public sealed class LocalStage<TMessage>(IStage<TMessage> stage, int atATime = LocalStage<TMessage>.ManyAtATime) : ILocalStage
    where TMessage : OrderMessage
{
    /// <summary>Unless it is said otherwise: as many as share a commit.</summary>
    public const int ManyAtATime = 128;

    public string Name => stage.Name;

    public string Queue => stage.Name;

    public int AtATime => atATime;

    public Type Takes => typeof(TMessage);

    public IOnwardStage? Onward => stage as IOnwardStage;

    public Task<IReadOnlyList<FollowUp>> HandleAsync(OrderMessage call, CancellationToken cancellationToken) => stage.HandleAsync((TMessage)call, cancellationToken);
}
