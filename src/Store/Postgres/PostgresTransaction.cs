using System.Data;
using System.Data.Common;
using Npgsql;

namespace Pipeline.Store.Postgres;

/// <summary>A transaction whose writes may wait for its commit, with which they are sent in one go.</summary>
internal sealed class PostgresTransaction : DbTransaction
{
    private readonly PostgresConnection connection;
    private readonly NpgsqlTransaction inner;

    public PostgresTransaction(PostgresConnection connection, NpgsqlTransaction inner)
    {
        this.connection = connection;
        this.inner = inner;
        connection.Pipe.Open();
    }

    public override IsolationLevel IsolationLevel => inner.IsolationLevel;

    protected override DbConnection DbConnection => connection;

    public override void Commit() => connection.Pipe.Commit();

    public override void Rollback()
    {
        connection.Pipe.Close();
        inner.Rollback();
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            connection.Pipe.Close();
            inner.Dispose();
        }

        base.Dispose(disposing);
    }
}
