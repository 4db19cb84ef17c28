using System.Buffers;
using System.Text;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Pipeline.Store.Writing;

/// <summary>
/// A statement that SQLite reads once: it takes values, is stepped through, and is there again for its next use. The provider's
/// own command looks every parameter up by its name again, and every column by its type, which takes longer than most of our statements.
/// </summary>
internal sealed class PreparedStatement(sqlite3 database, string text, Stack<PreparedStatement> idle, KeptReads reads) : IDisposable
{
    private const int LargestOnStack = 512;

    private sqlite3_stmt? handle;
    private Dictionary<string, int> places = [];

    /// <summary>The names of the values of the last use, and where each is bound. Who calls has them in the same order every time.</summary>
    private string[] names = [];

    private int[] indexes = [];
    private string? table;
    private bool isOver;

    public string Text => text;

    /// <summary>What it answers with.</summary>
    public PreparedColumns Columns { get; private set; } = PreparedColumns.None;

    public bool IsReadOnly { get; private set; }

    /// <summary>Where it is, as long as this is not disposed.</summary>
    public nint Address { get; private set; }

    public sqlite3_stmt Handle => handle!;

    /// <summary>Rows that it wrote; -1 for one that writes none.</summary>
    public int Changes => IsReadOnly ? -1 : raw.sqlite3_changes(database);

    /// <summary>Makes it ready to step.</summary>
    /// <exception cref="SqliteException">SQLite can't read it.</exception>
    /// <exception cref="InvalidOperationException">A parameter has no value.</exception>
    public void Begin(StatementParameters values)
    {
        isOver = false;
        if (handle is null)
        {
            Prepare();
        }

        if (!IsReadOnly)
        {
            reads.Forget(table);
        }

        if (!HasTheSameNames(values))
        {
            Place(values);
        }

        for (var i = 0; i < values.Count; i++)
        {
            if (indexes[i] > 0)
            {
                Check(Bind(indexes[i], values[i].Value));
            }
        }
    }

    /// <summary>Runs it from beginning to end. Returns how many rows it wrote, -1 when it writes none.</summary>
    public int Run(StatementParameters values)
    {
        Begin(values);
        try
        {
            while (Step())
            {
            }

            return Changes;
        }
        finally
        {
            End();
        }
    }

    /// <summary>Goes on to the next row. False when there is none.</summary>
    /// <exception cref="SqliteException">SQLite can't go on.</exception>
    public bool Step()
    {
        // SQLite begins anew when it is asked to go on after the end, and would write everything once more.
        if (isOver)
        {
            return false;
        }

        var code = SqliteCalls.Step(Address);
        isOver = code != raw.SQLITE_ROW;
        Check(code);
        return !isOver;
    }

    /// <summary>Ends a use. What writes is let run to its end: a caller may have asked for one row of several.</summary>
    public void End()
    {
        try
        {
            while (!IsReadOnly && Step())
            {
            }
        }
        finally
        {
            // Repeats how the last step failed, which has been told.
            _ = SqliteCalls.Reset(Address);
        }
    }

    /// <summary>Gives it back to who uses the same text next.</summary>
    public void Return() => idle.Push(this);

    public void Dispose()
    {
        handle?.Dispose();
        Address = 0;
    }

    private void Prepare()
    {
        Check(raw.sqlite3_prepare_v3(database, text, raw.SQLITE_PREPARE_PERSISTENT, out var prepared, out var rest));
        if (!string.IsNullOrWhiteSpace(rest))
        {
            prepared.Dispose();
            throw new NotSupportedException($"One statement at a time; this follows another: {rest}");
        }

        (handle, Address) = (prepared, prepared.DangerousGetHandle());
        IsReadOnly = raw.sqlite3_stmt_readonly(handle) != 0;
        table = IsReadOnly ? null : KeptReads.TableOf(text);
        Columns = PreparedColumns.Of(handle);
        places = Enumerable.Range(1, raw.sqlite3_bind_parameter_count(handle))
            .ToDictionary(index => raw.sqlite3_bind_parameter_name(handle, index).utf8_to_string()[1..]);
    }

    private bool HasTheSameNames(StatementParameters values)
    {
        if (values.Count != names.Length)
        {
            return false;
        }

        for (var i = 0; i < names.Length; i++)
        {
            if (!ReferenceEquals(names[i], values[i].ParameterName))
            {
                return false;
            }
        }

        return indexes.Length > 0 || places.Count == 0;
    }

    // A value that the text does not mention is no error: who calls offers all that an object has.
    private void Place(StatementParameters values)
    {
        names = [.. values.Select(value => value.ParameterName)];
        indexes = [.. names.Select(name => places.GetValueOrDefault(name.TrimStart('@')))];
        var missing = places.Where(place => !indexes.Contains(place.Value)).Select(place => place.Key).ToList();
        if (missing.Count > 0)
        {
            (names, indexes) = ([], []);
            throw new InvalidOperationException($"No value for {string.Join(", ", missing)} in: {text}");
        }
    }

    // A double is a latency of the analytics, in seconds; quantities and money stand in text.
    private int Bind(int index, object? value) => value switch
    {
        null or DBNull => SqliteCalls.BindNull(Address, index),
        string words => BindText(index, words),
        long number => SqliteCalls.BindInteger(Address, index, number),
        int number => SqliteCalls.BindInteger(Address, index, number),
        bool yes => SqliteCalls.BindInteger(Address, index, yes ? 1 : 0),
        double number => SqliteCalls.BindReal(Address, index, number),
        byte[] { Length: 0 } => raw.sqlite3_bind_zeroblob(Handle, index, 0),
        byte[] bytes => raw.sqlite3_bind_blob(Handle, index, bytes),
        _ => throw new NotSupportedException($"A {value.GetType().Name} can't be a value in: {text}"),
    };

    private int BindText(int index, string words)
    {
        var most = Encoding.UTF8.GetMaxByteCount(words.Length);
        var rented = most > LargestOnStack ? ArrayPool<byte>.Shared.Rent(most) : null;
        var bytes = rented ?? stackalloc byte[LargestOnStack];
        try
        {
            return SqliteCalls.BindText(Address, index, bytes[..Encoding.UTF8.GetBytes(words, bytes)]);
        }
        finally
        {
            if (rented is not null)
            {
                ArrayPool<byte>.Shared.Return(rented);
            }
        }
    }

    private void Check(int code) => SqliteException.ThrowExceptionForRC(code, database);
}

/// <summary>The columns that a statement answers with. They never change, and the tables are strict, so they are asked for once.</summary>
/// <param name="Names">Their names.</param>
/// <param name="Types">Their types; null for what is computed, which may be of another type in every row.</param>
internal sealed record PreparedColumns(string[] Names, Type?[] Types)
{
    public static readonly PreparedColumns None = new([], []);

    public static PreparedColumns Of(sqlite3_stmt statement)
    {
        var all = Enumerable.Range(0, raw.sqlite3_column_count(statement)).ToList();
        return all.Count == 0 ? None : new PreparedColumns(
            [.. all.Select(i => raw.sqlite3_column_name(statement, i).utf8_to_string())],
            [.. all.Select(i => TypeOf(raw.sqlite3_column_decltype(statement, i).utf8_to_string()))]);
    }

    private static Type? TypeOf(string? declared) => declared switch
    {
        "TEXT" => typeof(string),
        "INTEGER" => typeof(long),
        "REAL" => typeof(double),
        "BLOB" => typeof(byte[]),
        _ => null,
    };
}
