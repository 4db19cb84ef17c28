using System.Collections;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using SQLitePCL;

namespace Pipeline.Store.Writing;

/// <summary>Reads a prepared statement's rows. The first is taken at once, since only a row tells the type of what is computed.</summary>
internal sealed class PreparedReader : DbDataReader
{
    private readonly PreparedStatement statement;
    private readonly bool hasRows;
    private bool hasBegun;
    private bool hasRow;
    private bool isClosed;

    /// <param name="statement">Ready to step; ended when this is closed.</param>
    public PreparedReader(PreparedStatement statement)
    {
        this.statement = statement;
        hasRow = hasRows = Step();
    }

    public override int Depth => 0;

    public override int FieldCount => statement.Columns.Names.Length;

    public override bool HasRows => hasRows;

    public override bool IsClosed => isClosed;

    public override int RecordsAffected => statement.Changes;

    public override object this[int ordinal] => GetValue(ordinal);

    public override object this[string name] => GetValue(GetOrdinal(name));

    public override bool Read()
    {
        if (hasBegun && hasRow)
        {
            hasRow = Step();
        }

        hasBegun = true;
        return hasRow;
    }

    public override bool NextResult() => false;

    public override string GetName(int ordinal) => statement.Columns.Names[ordinal];

    public override int GetOrdinal(string name) => Array.IndexOf(statement.Columns.Names, name) is >= 0 and var ordinal
        ? ordinal
        : throw new ArgumentOutOfRangeException(nameof(name), name, $"No such column in: {statement.Text}");

    [return: DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicFields | DynamicallyAccessedMemberTypes.PublicProperties)]
    public override Type GetFieldType(int ordinal) => statement.Columns.Types[ordinal] ?? (hasRow ? TypeOfValue(ordinal) : typeof(string));

    public override string GetDataTypeName(int ordinal) => GetFieldType(ordinal).Name;

    public override object GetValue(int ordinal) => TypeCode(ordinal) switch
    {
        raw.SQLITE_INTEGER => SqliteCalls.ColumnInteger(statement.Address, ordinal),
        raw.SQLITE_FLOAT => SqliteCalls.ColumnReal(statement.Address, ordinal),
        raw.SQLITE_TEXT => SqliteCalls.ColumnText(statement.Address, ordinal),
        raw.SQLITE_BLOB => raw.sqlite3_column_blob(statement.Handle, ordinal).ToArray(),
        _ => DBNull.Value,
    };

    public override int GetValues(object[] values)
    {
        var count = Math.Min(values.Length, FieldCount);
        for (var i = 0; i < count; i++)
        {
            values[i] = GetValue(i);
        }

        return count;
    }

    public override bool IsDBNull(int ordinal) => TypeCode(ordinal) == raw.SQLITE_NULL;

    public override bool GetBoolean(int ordinal) => GetInt64(ordinal) != 0;

    public override byte GetByte(int ordinal) => (byte)GetInt64(ordinal);

    public override short GetInt16(int ordinal) => (short)GetInt64(ordinal);

    public override int GetInt32(int ordinal) => (int)GetInt64(ordinal);

    public override long GetInt64(int ordinal) => (long)GetValue(ordinal);

    public override float GetFloat(int ordinal) => (float)GetDouble(ordinal);

    public override double GetDouble(int ordinal) => (double)GetValue(ordinal);

    public override string GetString(int ordinal) => (string)GetValue(ordinal);

    public override char GetChar(int ordinal) => throw NotHere("characters");

    public override DateTime GetDateTime(int ordinal) => throw NotHere("times");

    public override decimal GetDecimal(int ordinal) => throw NotHere("decimals");

    public override Guid GetGuid(int ordinal) => throw NotHere("identifiers");

    public override long GetBytes(int ordinal, long dataOffset, byte[]? buffer, int bufferOffset, int length) => throw NotHere("pieces of bytes");

    public override long GetChars(int ordinal, long dataOffset, char[]? buffer, int bufferOffset, int length) => throw NotHere("pieces of text");

    public override IEnumerator GetEnumerator() => new DbEnumerator(this);

    public override void Close()
    {
        if (!isClosed)
        {
            isClosed = true;
            statement.End();
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            Close();
        }

        base.Dispose(disposing);
    }

    private bool Step()
    {
        try
        {
            return statement.Step();
        }
        catch
        {
            Close();
            throw;
        }
    }

    private int TypeCode(int ordinal) =>
        hasRow ? SqliteCalls.ColumnType(statement.Address, ordinal) : throw new InvalidOperationException($"There is no row to read of: {statement.Text}");

    private Type TypeOfValue(int ordinal) => TypeCode(ordinal) switch
    {
        raw.SQLITE_INTEGER => typeof(long),
        raw.SQLITE_FLOAT => typeof(double),
        raw.SQLITE_BLOB => typeof(byte[]),
        _ => typeof(string),
    };

    private NotSupportedException NotHere(string what) =>
        new($"SQLite stores no {what}; {nameof(Columns)} says how they stand in text: {statement.Text}");
}
