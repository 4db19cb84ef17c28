namespace Pipeline.Store;

/// <summary>
/// The one place where orders, their journal and their follow-ups are kept. A write is a step: it runs alone, in one
/// transaction that is durable before the task completes, and either all of it happens or none.
/// </summary>
public interface IStore
{
    /// <summary>
    /// Runs a step in its turn. Facts that a verdict depends on are loaded inside the step, since nobody else writes
    /// what the turn names meanwhile. The step may run again after a failed commit: it must not do anything but read and write its session.
    /// </summary>
    /// <param name="turn">What the step has to itself.</param>
    /// <param name="step">The step.</param>
    /// <param name="cancellationToken">Ends the call before the step waits for its turn.</param>
    /// <exception cref="StoreUnavailableException">
    /// The store can't take a write now: locked, full or unreachable. Nothing was recorded, unless the exception says that nobody knows.
    /// </exception>
    Task<T> WriteAsync<T>(Turn turn, Func<StoreSession, T> step, CancellationToken cancellationToken = default);

    /// <summary>The same, of a step that says what it is going to read.</summary>
    Task<T> WriteAsync<T>(Turn turn, Ahead ahead, Func<StoreSession, T> step, CancellationToken cancellationToken = default) => WriteAsync(turn, step, cancellationToken);

    /// <summary>Runs a step that has the whole store to itself.</summary>
    Task<T> WriteAsync<T>(Func<StoreSession, T> step, CancellationToken cancellationToken = default) => WriteAsync(Turn.Alone, step, cancellationToken);

    /// <summary>Says where an order belongs that a step has recorded, so that its next step need not ask. Of an order that is not committed it must not be said.</summary>
    void Note(string clOrdId, OrderPlace place)
    {
    }

    /// <summary>Leaves a small write to ride along with a later step's commit. Lost when the process dies first, which it must be safe against.</summary>
    void RideAlong(Action<StoreSession> step);

    /// <summary>Reads what a turn names while nobody writes it, so that a position of the journal and what it comes to belong together.</summary>
    /// <exception cref="StoreUnavailableException">The store can't be read now.</exception>
    T Read<T>(Turn turn, Func<StoreSession, T> query) => Read(query);

    /// <summary>
    /// Reads the last committed state by one statement, or by several of which each stands for itself: what a later one sees may be newer. The query must not do anything but read: where a
    /// store is behind a wire it runs twice, at first with nothing to be found, so that what it asks for is asked for together.
    /// </summary>
    /// <exception cref="StoreUnavailableException">The store can't be read now.</exception>
    T ReadAtOnce<T>(Func<StoreSession, T> query) => Read(query);

    /// <summary>Reads the last committed state, in one snapshot.</summary>
    /// <exception cref="StoreUnavailableException">The store can't be read now.</exception>
    T Read<T>(Func<StoreSession, T> query);
}
