using System.Data;
using System.Data.Common;
using System.Diagnostics;
using Npgsql;
using Pipeline.Store.Tables;

namespace Pipeline.Store.Postgres;

/// <summary>Runs steps in one transaction on a connection that it keeps.</summary>
internal sealed class TurnTransaction(PostgresDatabase database) : IDisposable
{
    /// <summary>How long a lost server is looked for, as in a fail-over, before those who wait are told.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>
    /// How long whoever has the whole store, as a halt, stands in line for it anew: longer than a holder that stands still may keep it (<see cref="PostgresAddress"/>). Between two tries go those
    /// who came meanwhile.
    /// </summary>
    private static readonly TimeSpan PatienceForAll = TimeSpan.FromSeconds(12);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private PostgresConnection? connection;

    /// <summary>Whether the transaction was to be committed and nobody knows whether it was.</summary>
    public bool IsUnknown { get; private set; }

    /// <summary>
    /// Runs the steps in the turn of all of them and commits. What was certainly not committed is tried on another connection: the server has been started
    /// again, or another one has taken its place. What did not get the whole store is tried again, too.
    /// </summary>
    /// <returns>Null when it is done; else what went wrong, and nothing was recorded unless <see cref="IsUnknown"/>.</returns>
    public Exception? Run(IReadOnlyList<TurnStep> steps, bool isAlone)
    {
        var began = Stopwatch.GetTimestamp();
        var hasAll = isAlone || steps.Any(step => step.IsAlone);
        while (true)
        {
            var failure = RunOnce(steps, hasAll);
            var waited = Stopwatch.GetElapsedTime(began);
            if (failure is null || IsUnknown || !(IsLost(failure) ? waited < Patience : hasAll && PostgresErrors.IsLockWait(failure) && waited < PatienceForAll))
            {
                return failure;
            }

            Thread.Sleep(Pause);
        }
    }

    /// <summary>Whether a failure is the server's, which another connection may not meet.</summary>
    public static bool IsLost(Exception failure) => PostgresErrors.IsLost(failure) || failure is StoreUnavailableException { InnerException: NpgsqlException };

    public void Dispose()
    {
        connection?.Dispose();
        connection = null;
    }

    private Exception? RunOnce(IReadOnlyList<TurnStep> steps, bool hasAll)
    {
        IsUnknown = false;
        try
        {
            connection ??= database.Connect();
            using var transaction = connection.Begin(IsolationLevel.ReadCommitted);
            var session = new StoreSession(connection, transaction);
            PostgresTurns.Begin(connection, hasAll, steps.SelectMany(step => step.Names));
            LookAhead(connection.Pipe, session, steps);
            foreach (var step in steps)
            {
                Run(step, session, connection.Pipe);
            }

            return Commit(transaction);
        }
        catch (Exception e)
        {
            Failed(e);
            return e;
        }
    }

    // One that throws before anything that it has written was sent, as whoever finds that it must wait, keeps no other from its commit.
    private static void Run(TurnStep step, StoreSession session, PostgresPipe pipe)
    {
        step.Refusal = null;
        var before = pipe.Writes;
        pipe.BeginStep();
        try
        {
            step.Run(session);
        }
        catch (Exception e) when (e is not (DbException or StoreUnavailableException) && pipe.TryTakeBack(before))
        {
            step.Refusal = e;
        }
    }

    private static void LookAhead(PostgresPipe pipe, StoreSession session, IReadOnlyList<TurnStep> steps)
    {
        if (steps.All(step => step.Ahead == Ahead.Nothing))
        {
            return;
        }

        pipe.Draw(JournalTable.Sequence, steps.Sum(step => step.Ahead.Entries));
        pipe.Draw(ClaimTable.Sequence, steps.Sum(step => step.Ahead.Claims));
        LookingAhead.Of(pipe, session, [.. steps.Select(step => step.Ahead.Reads)]);
    }

    private Exception? Commit(PostgresTransaction transaction)
    {
        try
        {
            transaction.Commit();
            return null;
        }
        catch (Exception e)
        {
            IsUnknown = !PostgresErrors.IsRefusedCommit(e);
            Failed(e);
            return e;
        }
    }

    private void Failed(Exception exception)
    {
        if (PostgresErrors.IsLost(exception) || connection?.State != ConnectionState.Open)
        {
            Dispose();
            database.Forget();
        }
    }
}
