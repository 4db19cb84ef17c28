using System.Data.Common;
using Microsoft.Extensions.Logging;

namespace Pipeline.Store.Writing;

/// <summary>
/// Commits steps that waited at the same time. Where one of them throws, all is undone and they run again, each in a savepoint of its own: a savepoint keeps a copy of every page that is
/// written in it, so that a group does without as long as nobody throws.
/// </summary>
internal sealed class GroupCommits(LogFlushes flushes, ILogger logger)
{
    /// <summary>So many groups after one with a step that threw have their savepoints at once: where a fact is missing, the next ones throw for it, too.</summary>
    private const int SeparateGroups = 100;

    private int separateGroups;

    /// <param name="writer">The writer.</param>
    /// <param name="group">Steps; what one throws is kept for its caller.</param>
    /// <param name="riders">Writes that nobody waits for.</param>
    /// <exception cref="DbException">The store failed; nothing was recorded.</exception>
    /// <exception cref="StoreUnavailableException">The disk failed: while it was committed, so that nobody knows whether it was recorded, or before.</exception>
    public void Commit(Writer writer, List<PendingStep> group, List<Action<StoreSession>> riders)
    {
        if (separateGroups > 0)
        {
            separateGroups--;
        }
        else if (TryTogether(writer, group, riders))
        {
            return;
        }
        else
        {
            separateGroups = SeparateGroups;
        }

        Separately(writer, group, riders);
    }

    // False where a step threw: then nothing has happened.
    private bool TryTogether(Writer writer, List<PendingStep> group, List<Action<StoreSession>> riders)
    {
        using var transaction = writer.Connection.Begin(write: true);
        var session = new StoreSession(writer.Connection, transaction);
        try
        {
            group.ForEach(pending => pending.Run(session));
            riders.ForEach(rider => rider(session));
        }
        catch (Exception e) when (e is not DbException failure || !SqliteDatabase.IsUnavailable(failure))
        {
            return false;
        }

        End(writer, transaction);
        return true;
    }

    private void Separately(Writer writer, List<PendingStep> group, List<Action<StoreSession>> riders)
    {
        using var transaction = writer.Connection.Begin(write: true);
        var session = new StoreSession(writer.Connection, transaction);
        group.ForEach(pending => pending.Run(session, transaction));
        riders.ForEach(rider => Ride(rider, session, transaction));
        End(writer, transaction);
    }

    // What is in the log when the flush fails is found there if the process dies before it is written over.
    private void End(Writer writer, DbTransaction transaction)
    {
        flushes.Begin(writer.LeavesFlush ? writer.Log : null);
        var isMade = false;
        try
        {
            transaction.Commit();
            isMade = true;
        }
        catch (DbException e) when (SqliteDatabase.IsDisk(e))
        {
            throw new StoreUnavailableException($"The disk failed while the store committed: {e.Message}", e) { MayBeRecorded = true };
        }
        finally
        {
            if (!isMade)
            {
                flushes.End(null, isDue: false, []);
            }
        }
    }

    // One that can't be written is dropped, or it would fail every commit from now on.
    private void Ride(Action<StoreSession> rider, StoreSession session, DbTransaction transaction)
    {
        var pending = new PendingStep<bool>(view =>
        {
            rider(view);
            return true;
        });
        pending.Run(session, transaction);
        if (pending.Refusal is { } refusal)
        {
            logger.LogError(refusal, "A write that rides along was dropped");
        }
    }
}
