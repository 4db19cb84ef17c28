using System.Data.Common;

namespace Pipeline.Store.Writing;

/// <summary>A step that waits for the writer, and is answered after the group's commit.</summary>
internal abstract class PendingStep
{
    private const string Savepoint = "step";

    /// <summary>Runs the step. What it throws is the whole group's.</summary>
    public void Run(StoreSession session) => RunStep(session);

    /// <summary>Runs the step in a savepoint of its own. What it throws is kept for its caller; its writes are undone and the group goes on.</summary>
    public void Run(StoreSession session, DbTransaction transaction)
    {
        transaction.Save(Savepoint);
        try
        {
            RunStep(session);
        }
        catch (DbException e) when (Writing.SqliteDatabase.IsUnavailable(e))
        {
            // The store itself failed, which is the whole group's matter.
            throw;
        }
        catch (Exception e)
        {
            transaction.Rollback(Savepoint);
            Refuse(e);
        }

        transaction.Release(Savepoint);
    }

    /// <summary>Answers the caller: its step is durable, or it threw.</summary>
    public abstract void Complete();

    /// <summary>Answers the caller: nothing was recorded.</summary>
    public abstract void Fail(Exception exception);

    protected abstract void RunStep(StoreSession session);

    protected abstract void Refuse(Exception exception);
}

internal sealed class PendingStep<T>(Func<StoreSession, T> step) : PendingStep
{
    private readonly TaskCompletionSource<T> answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T? result;
    private Exception? refusal;

    public Task<T> Task => answer.Task;

    /// <summary>What the step threw, if it did.</summary>
    public Exception? Refusal => refusal;

    public override void Complete()
    {
        if (refusal is null)
        {
            answer.SetResult(result!);
        }
        else
        {
            answer.SetException(refusal);
        }
    }

    // Not by what the step threw, which may be founded on what is lost. Of a step that threw nothing can be recorded.
    public override void Fail(Exception exception) => answer.SetException(
        refusal is not null && exception is StoreUnavailableException { MayBeRecorded: true } ? new StoreUnavailableException(exception.Message, exception) : exception);

    protected override void RunStep(StoreSession session) => result = step(session);

    protected override void Refuse(Exception exception) => refusal = exception;
}
