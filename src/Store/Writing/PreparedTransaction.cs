using System.Data;
using System.Data.Common;
using SQLitePCL;

namespace Pipeline.Store.Writing;

/// <summary>A transaction of prepared statements: a step is a transaction or a savepoint, so these are run more often than any other.</summary>
internal sealed class PreparedTransaction : DbTransaction
{
    private static readonly StatementParameters None = [];

    private readonly PreparedConnection connection;
    private bool hasEnded;

    /// <param name="connection">Where it runs; one at a time.</param>
    /// <param name="write">A writing one takes the lock at once, since an upgrade of a read lock can't wait.</param>
    public PreparedTransaction(PreparedConnection connection, bool write)
    {
        this.connection = connection;
        Run(write ? "BEGIN IMMEDIATE" : "BEGIN");
        connection.Reads.Begin();
    }

    public override IsolationLevel IsolationLevel => IsolationLevel.Serializable;

    public override bool SupportsSavepoints => true;

    protected override DbConnection DbConnection => connection;

    /// <summary>
    /// SQLite ends a transaction by itself where it can't go on, when the disk is full for example. Once this one has ended, what
    /// is open on the connection is somebody else's.
    /// </summary>
    private bool IsOpen => !hasEnded && raw.sqlite3_get_autocommit(connection.Handle) == 0;

    public override void Commit() => End("COMMIT");

    public override void Rollback() => End("ROLLBACK");

    public override void Save(string savepointName) => Run($"SAVEPOINT {savepointName}");

    public override void Rollback(string savepointName)
    {
        connection.Reads.Forget(null);
        Run($"ROLLBACK TO {savepointName}");
    }

    public override void Release(string savepointName) => Run($"RELEASE {savepointName}");

    protected override void Dispose(bool disposing)
    {
        if (disposing && IsOpen)
        {
            Rollback();
        }

        // Where SQLite has ended it, nobody else did.
        if (disposing && !hasEnded)
        {
            connection.Reads.End();
        }

        base.Dispose(disposing);
    }

    private void End(string text)
    {
        connection.Reads.End();
        Run(text);
        hasEnded = true;
    }

    private void Run(string text)
    {
        var statement = connection.Rent(text);
        try
        {
            statement.Run(None);
        }
        finally
        {
            statement.Return();
        }
    }
}
