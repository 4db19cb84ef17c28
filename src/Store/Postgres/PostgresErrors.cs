using System.Data.Common;
using Npgsql;

namespace Pipeline.Store.Postgres;

/// <summary>What an error of PostgreSQL means for the step that met it.</summary>
internal static class PostgresErrors
{
    /// <summary>The server has ended a step that stood still.</summary>
    private const string StoodStill = "25P03";

    private static readonly string[] Conflicts =
        [PostgresErrorCodes.SerializationFailure, PostgresErrorCodes.DeadlockDetected, PostgresErrorCodes.UniqueViolation];

    private static readonly string[] Unavailable =
    [
        PostgresErrorCodes.SerializationFailure, PostgresErrorCodes.DeadlockDetected, PostgresErrorCodes.LockNotAvailable, PostgresErrorCodes.QueryCanceled,
        PostgresErrorCodes.ReadOnlySqlTransaction, StoodStill, PostgresErrorCodes.IoError, PostgresErrorCodes.DiskFull,
        PostgresErrorCodes.TooManyConnections, PostgresErrorCodes.OutOfMemory,
    ];

    /// <summary>
    /// Another step was there at the same time, and this one may run again. A unique key is among them: alone a step finds what is there before it
    /// adds it, so that only another one's row, committed meanwhile, is met so.
    /// </summary>
    public static bool IsConflict(Exception exception) => exception is PostgresException e && Conflicts.Contains(e.SqlState);

    /// <summary>Somebody has had for too long what the step waited for; nothing was recorded.</summary>
    public static bool IsLockWait(Exception exception) => exception is PostgresException { SqlState: PostgresErrorCodes.LockNotAvailable };

    /// <summary>The server or the way to it is away, or it takes no writes: another connection may find one that does.</summary>
    public static bool IsLost(Exception exception) => exception switch
    {
        PostgresException e => e.SqlState is PostgresErrorCodes.ReadOnlySqlTransaction or StoodStill || IsAway(e),
        NpgsqlException e => e.InnerException is not TimeoutException,
        _ => false,
    };

    /// <summary>The same step may work later.</summary>
    public static bool IsUnavailable(Exception exception) => exception switch
    {
        PostgresException e => Unavailable.Contains(e.SqlState) || IsAway(e) || e.SqlState.StartsWith("53", StringComparison.Ordinal),
        NpgsqlException => true,
        _ => false,
    };

    /// <summary>
    /// Whether a commit that failed so has certainly not happened: the server says that it refused it. When it dies meanwhile, or gives up waiting for a
    /// stand-by, it may have written it all the same. The other severity is in the server's language. A step that stood still was ended before it committed.
    /// </summary>
    public static bool IsRefusedCommit(Exception exception) => exception is PostgresException { InvariantSeverity: "ERROR" } or PostgresException { SqlState: StoodStill };

    // 08 connection, 57P administrator, shutdown and start.
    private static bool IsAway(PostgresException e) => e.SqlState.StartsWith("08", StringComparison.Ordinal) || e.SqlState.StartsWith("57P", StringComparison.Ordinal);
}
