using System.Data;
using System.Data.Common;
using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Pipeline.Store.Postgres;

/// <summary>A database of PostgreSQL's that holds a store.</summary>
public sealed class PostgresDatabase : IStoreDatabase, IDisposable
{
    /// <summary>How long a start waits for its turn among hosts that work: 5 s at a time, since whoever comes behind it waits too.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly NpgsqlDataSource source;

    public PostgresDatabase(PostgresAddress address)
    {
        Address = address;
        var builder = new NpgsqlDataSourceBuilder(address.ConnectionString);
        source = address.HasSeveralHosts ? builder.BuildMultiHost().WithTargetSession(TargetSessionAttributes.Primary) : builder.Build();
    }

    public PostgresAddress Address { get; }

    public string Name => Address.Name;

    public bool Exists()
    {
        using var connection = Connect();
        return new StoreSession(connection, null).Scalar<bool>("SELECT to_regclass('journal') IS NOT NULL");
    }

    public void Migrate(bool mayBreak = false) => new PostgresMigration(this).Run(mayBreak);

    public void Step(Action<StoreSession> step)
    {
        var began = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                StepAlone(step);
                return;
            }
            catch (PostgresException e) when (PostgresErrors.IsLockWait(e) && Stopwatch.GetElapsedTime(began) < Patience)
            {
                // Nothing was recorded. It stands in line anew, behind those who came meanwhile.
            }
            catch (NpgsqlException e) when (PostgresErrors.IsUnavailable(e))
            {
                throw new StoreUnavailableException($"The store {Name} can't be written: {e.Message}", e);
            }
        }
    }

    private void StepAlone(Action<StoreSession> step)
    {
        using var connection = Connect();
        using var transaction = connection.Begin(IsolationLevel.ReadCommitted);
        var session = new StoreSession(connection, transaction);
        PostgresTurns.Begin(connection, isAlone: true, []);
        step(session);
        transaction.Commit();
    }

    public T Look<T>(Func<StoreSession, T> query)
    {
        using var connection = Connect();
        using var transaction = connection.Begin(IsolationLevel.RepeatableRead);
        var session = new StoreSession(connection, transaction);
        session.Execute("SET TRANSACTION READ ONLY");
        session.Execute("SET LOCAL idle_in_transaction_session_timeout = 0");
        return query(session);
    }

    public bool IsOfOtherVersion(DbException exception) =>
        exception is PostgresException { SqlState: PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.UndefinedColumn or PostgresErrorCodes.UndefinedFunction };

    public IStore Open(ILoggerFactory loggers) => new PostgresStore(this, loggers.CreateLogger<PostgresStore>());

    /// <summary>Opens a connection that a session can be made of, for who looks at a store from outside.</summary>
    public DbConnection OpenSession() => Connect();

    public void Dispose() => source.Dispose();

    /// <summary>Takes a connection from the pool.</summary>
    /// <exception cref="StoreUnavailableException">There is none to be had.</exception>
    internal PostgresConnection Connect()
    {
        try
        {
            return new PostgresConnection(source.OpenConnection());
        }
        catch (NpgsqlException e)
        {
            throw new StoreUnavailableException($"The store {Name} can't be reached: {e.Message}", e);
        }
    }

    /// <summary>Forgets the connections of a server that has been lost, or takes no writes any more.</summary>
    internal void Forget() => source.Clear();
}
