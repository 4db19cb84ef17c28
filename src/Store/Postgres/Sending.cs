using Npgsql;

namespace Pipeline.Store.Postgres;

/// <summary>A statement that waits to be sent with others, or was.</summary>
/// <param name="statement">The statement.</param>
/// <param name="kind">What it is sent for.</param>
internal sealed class Sending(NpgsqlBatchCommand statement, SendingKind kind)
{
    public NpgsqlBatchCommand Statement => statement;

    public SendingKind Kind => kind;

    /// <summary>The sequence of which numbers are drawn.</summary>
    public string? Sequence { get; init; }

    /// <summary>What was fetched ahead of who reads it; null while it waits to be sent.</summary>
    public FetchedRows? Rows { get; private set; }

    /// <summary>What it reads was written after it was put here.</summary>
    public bool IsOutdated { get; set; }

    /// <summary>Takes its rows, at which a reader stands, and has it go on. Past a statement that has none a reader goes by itself.</summary>
    public void Keep(NpgsqlDataReader reader)
    {
        if (kind == SendingKind.Write)
        {
            return;
        }

        Rows = kind == SendingKind.Silent ? null : FetchedRows.Of(reader);
        reader.NextResult();
    }

    /// <summary>Whether a read of the same text asks for the same.</summary>
    public bool HasParametersOf(NpgsqlBatchCommand read)
    {
        if (statement.Parameters.Count != read.Parameters.Count)
        {
            return false;
        }

        for (var i = 0; i < read.Parameters.Count; i++)
        {
            if (statement.Parameters[i].ParameterName != read.Parameters[i].ParameterName || !Equals(statement.Parameters[i].Value, read.Parameters[i].Value))
            {
                return false;
            }
        }

        return true;
    }
}

internal enum SendingKind
{
    /// <summary>A write without rows.</summary>
    Write,

    /// <summary>What has rows that nobody reads.</summary>
    Silent,

    /// <summary>What will be read.</summary>
    Ahead,

    /// <summary>Numbers of a sequence.</summary>
    Draw,
}
