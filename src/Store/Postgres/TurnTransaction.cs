using System.Data;
using Npgsql;

namespace Pipeline.Store.Postgres;

/// <summary>Runs steps in one transaction on a connection that it keeps.</summary>
internal sealed class TurnTransaction(PostgresDatabase database) : IDisposable
{
    private PostgresConnection? connection;

    /// <summary>Whether the transaction was to be committed and nobody knows whether it was.</summary>
    public bool IsUnknown { get; private set; }

    /// <summary>Runs the steps in the turn of all of them and commits.</summary>
    /// <returns>Null when it is done; else what went wrong, and nothing was recorded unless <see cref="IsUnknown"/>.</returns>
    public Exception? Run(IReadOnlyList<TurnStep> steps, bool isAlone)
    {
        IsUnknown = false;
        try
        {
            connection ??= database.Connect();
            using var transaction = connection.Inner.BeginTransaction(IsolationLevel.ReadCommitted);
            var session = new StoreSession(connection, transaction);
            PostgresTurns.Begin(connection, isAlone || steps.Any(step => step.IsAlone), steps.SelectMany(step => step.Names));
            foreach (var step in steps)
            {
                step.Run(session);
            }

            return Commit(transaction);
        }
        catch (Exception e)
        {
            Failed(e);
            return e;
        }
    }

    public void Dispose()
    {
        connection?.Dispose();
        connection = null;
    }

    private Exception? Commit(NpgsqlTransaction transaction)
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
