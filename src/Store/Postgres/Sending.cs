using Npgsql;

namespace Pipeline.Store.Postgres;

/// <summary>A statement that waits to be sent with others, or was.</summary>
/// <param name="statement">The statement.</param>
/// <param name="kind">What it is sent for.</param>
internal sealed class Sending(Statement statement, SendingKind kind)
{
    public Statement Statement => statement;

    public SendingKind Kind => kind;

    /// <summary>What sends it with others of the same text; null where it goes by itself.</summary>
    public AlikeText? Alike { get; } = kind is SendingKind.Write or SendingKind.Save or SendingKind.Ahead ? statement.Shape.Alike(statement.Kinds, kind == SendingKind.Save) : null;

    /// <summary>What its row is told by, of which no two may go together; null where they may.</summary>
    public string? Row => field ??= Alike?.RowOf(statement);

    /// <summary>The step of the transaction that it is of.</summary>
    public int Step { get; init; }

    /// <summary>The sequence of which numbers are drawn.</summary>
    public string? Sequence { get; init; }

    /// <summary>What was fetched ahead of who reads it; null while it waits to be sent.</summary>
    public FetchedRows? Rows { get; set; }

    /// <summary>What it went as, where it went by itself.</summary>
    public NpgsqlBatchCommand? Command { get; set; }

    /// <summary>Whether it has changed its row, where it went with others.</summary>
    public bool HasChanged { get; set; }

    /// <summary>How many rows it has changed, where somebody asks that.</summary>
    public int Changed => Command?.RecordsAffected ?? (HasChanged ? 1 : 0);

    /// <summary>What was fetched is as a write says that it became.</summary>
    public bool IsTold { get; set; }

    /// <summary>What it reads was written after it was put here.</summary>
    public bool IsOutdated { get; set; }
}

internal enum SendingKind
{
    /// <summary>A write of which nobody asks what it has changed.</summary>
    Write,

    /// <summary>A write of which somebody asks that when all is done.</summary>
    Save,

    /// <summary>What has rows that nobody reads.</summary>
    Silent,

    /// <summary>What will be read.</summary>
    Ahead,

    /// <summary>Numbers of a sequence.</summary>
    Draw,
}
