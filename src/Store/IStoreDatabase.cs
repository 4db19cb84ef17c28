using System.Data.Common;
using Microsoft.Extensions.Logging;

namespace Pipeline.Store;

/// <summary>Where a store is kept: a file of SQLite's, or a database of PostgreSQL's.</summary>
public interface IStoreDatabase
{
    /// <summary>What people call it: its path, or its address without a password.</summary>
    string Name { get; }

    /// <summary>Whether there is a store with tables; false where there is none, and nothing is made.</summary>
    /// <exception cref="StoreUnavailableException">It can't be asked.</exception>
    bool Exists();

    /// <summary>Creates the tables, or brings older ones up to date. Does nothing when they are.</summary>
    /// <param name="mayBreak">Whether nothing of an older version runs, so that a migration may be applied which those would break at.</param>
    /// <exception cref="StoreUnavailableException">It can't be done now, or the tables are a newer version's and this one can't work on them.</exception>
    void Migrate(bool mayBreak = false);

    /// <summary>Runs a step alone and at once, before anything of the process runs.</summary>
    void Step(Action<StoreSession> step);

    /// <summary>Looks at one state of the store for as long as it takes.</summary>
    T Look<T>(Func<StoreSession, T> query);

    /// <summary>Whether an error means that a table or a column is not there, as in a store of another version.</summary>
    bool IsOfOtherVersion(DbException exception);

    /// <summary>Opens it for the steps of a process.</summary>
    IStore Open(ILoggerFactory loggers);
}
