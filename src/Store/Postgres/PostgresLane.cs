using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Pipeline.Store.Postgres;

/// <summary>
/// One of the writers of a process: steps that wait for it at the same time share one turn, one transaction and one commit. When that fails they
/// are run one by one, so that none suffers from another's failure, and one that met another process's row or lock runs again.
/// </summary>
internal sealed class PostgresLane : IDisposable
{
    /// <summary>Most steps that share a commit. Bounds how long what they name is kept from other hosts.</summary>
    private const int LargestGroup = 64;

    private readonly string store;
    private readonly ILogger logger;
    private readonly BlockingCollection<TurnStep> queue = [];
    private readonly TurnTransaction transaction;
    private readonly Thread thread;

    public PostgresLane(PostgresDatabase database, string name, ILogger logger)
    {
        store = database.Name;
        this.logger = logger;
        transaction = new TurnTransaction(database);
        thread = new Thread(Run) { IsBackground = true, Name = name };
        thread.Start();
    }

    /// <exception cref="StoreUnavailableException">It is closed.</exception>
    public void Add(TurnStep step)
    {
        try
        {
            queue.Add(step);
        }
        catch (InvalidOperationException e)
        {
            throw new StoreUnavailableException("The store is closed", e);
        }
    }

    /// <summary>Commits what waits, then ends.</summary>
    public void Close()
    {
        queue.CompleteAdding();
        thread.Join();
    }

    public void Dispose()
    {
        transaction.Dispose();
        queue.Dispose();
    }

    private void Run()
    {
        var group = new List<TurnStep>(LargestGroup);
        foreach (var first in queue.GetConsumingEnumerable())
        {
            group.Clear();
            group.Add(first);
            while (group.Count < LargestGroup && queue.TryTake(out var next))
            {
                group.Add(next);
            }

            if (TryTogether(group) is { } failure)
            {
                Separately(group, failure);
            }
        }
    }

    private Exception? TryTogether(List<TurnStep> group)
    {
        var failure = transaction.Run(group, isAlone: false);
        if (failure is null)
        {
            group.ForEach(step => step.Answer());
        }

        return failure;
    }

    private void Separately(List<TurnStep> group, Exception failure)
    {
        if (IsEnd(failure))
        {
            End(group, failure);
            return;
        }

        for (var i = 0; i < group.Count; i++)
        {
            var step = group[i];

            // Of a single one the failure is its own already; a conflict is worth another try, at last with nobody beside it.
            var last = group.Count == 1 ? failure : transaction.Run([step], isAlone: false);
            if (last is not null && PostgresErrors.IsConflict(last))
            {
                last = transaction.Run([step], isAlone: true);
            }

            // A server that is lost is looked for once, not for each of them anew.
            var isLost = last is not null && !transaction.IsUnknown && TurnTransaction.IsLost(last);
            Answer(isLost ? group[i..] : [step], last);
            if (isLost)
            {
                return;
            }
        }
    }

    private void Answer(List<TurnStep> steps, Exception? failure)
    {
        switch (failure)
        {
            case null:
                steps.ForEach(step => step.Answer());
                break;
            case var _ when IsEnd(failure):
                End(steps, failure);
                break;
            default:
                steps.ForEach(step => step.Fail(failure));
                break;
        }
    }

    private bool IsEnd(Exception failure) => transaction.IsUnknown || TurnTransaction.IsLost(failure) || (PostgresErrors.IsUnavailable(failure) && !PostgresErrors.IsConflict(failure));

    // Who waits behind them would find the same, each group after a wait of its own. All are told now. What may have been committed is another matter: it is
    // theirs alone.
    private void End(List<TurnStep> steps, Exception failure)
    {
        var reason = transaction.IsUnknown
            ? new StoreUnavailableException($"The store {store} was lost while it committed; nobody knows whether it did: {failure.Message}", failure) { MayBeRecorded = true }
            : failure as StoreUnavailableException ?? new StoreUnavailableException($"The store {store} took no write: {failure.Message}", failure);
        logger.LogError(reason, "A commit of {Steps} steps failed", steps.Count);
        steps.ForEach(step => step.Fail(reason));
        while (!reason.MayBeRecorded && TurnTransaction.IsLost(failure) && queue.TryTake(out var waiting))
        {
            waiting.Fail(reason);
        }
    }
}
