using Pipeline.Store.Tables;

namespace Pipeline.Store.Steps;

/// <summary>Does what stages have still to do once a step of theirs, taken in the turn of another, is recorded.</summary>
public interface ISequels
{
    /// <summary>Places among those that a stage works on at a time.</summary>
    /// <param name="call">What the stage is called with.</param>
    /// <param name="orders">For so many orders.</param>
    /// <param name="waits">Whether they are waited for, for a moment. Who has taken an order waits for none.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>So many at most; who has no place calls the stage. Who has one gives it back.</returns>
    ValueTask<IReadOnlyList<IDisposable>> EnterAsync(Type call, int orders, bool waits, CancellationToken cancellationToken);

    /// <summary>Begins with it. Nobody waits for it, and it gives its place back.</summary>
    void Begin(Sequel sequel);
}

/// <summary>What a stage has still to do about an order.</summary>
/// <param name="Stage">The stage's name, one of <see cref="Stages"/>.</param>
/// <param name="ClOrdId">The order.</param>
/// <param name="RunAsync">Does it, and returns what has to be told.</param>
/// <param name="Place">Its place among those that the stage works on.</param>
public sealed record Sequel(string Stage, string ClOrdId, Func<Task<IReadOnlyList<FollowUp>>> RunAsync, IDisposable Place);
