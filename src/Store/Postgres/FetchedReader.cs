using System.Collections;
using System.Data.Common;

namespace Pipeline.Store.Postgres;

/// <summary>Reads rows that were fetched before they were asked for.</summary>
internal sealed class FetchedReader(FetchedRows rows) : DbDataReader
{
    private int at = -1;
    private bool isClosed;

    public static FetchedReader OfNothing() => new(FetchedRows.None);

    public override int Depth => 0;

    public override int FieldCount => rows.Columns.Count;

    public override bool HasRows => rows.Rows.Count > 0;

    public override bool IsClosed => isClosed;

    public override int RecordsAffected => -1;

    public override object this[int ordinal] => GetValue(ordinal);

    public override object this[string name] => GetValue(GetOrdinal(name));

    public override bool Read() => ++at < rows.Rows.Count;

    public override bool NextResult() => false;

    public override void Close() => isClosed = true;

    public override object GetValue(int ordinal) => rows.Rows[at][ordinal];

    public override int GetValues(object[] values)
    {
        rows.Rows[at].CopyTo(values, 0);
        return FieldCount;
    }

    public override string GetName(int ordinal) => rows.Columns[ordinal].Name;

    public override int GetOrdinal(string name)
    {
        for (var i = 0; i < FieldCount; i++)
        {
            if (string.Equals(rows.Columns[i].Name, name, StringComparison.OrdinalIgnoreCase))
            {
                return i;
            }
        }

        throw new ArgumentOutOfRangeException(nameof(name), name, "No column has this name");
    }

    public override Type GetFieldType(int ordinal) => rows.Columns[ordinal].Type;

    public override string GetDataTypeName(int ordinal) => GetFieldType(ordinal).Name;

    public override bool IsDBNull(int ordinal) => GetValue(ordinal) is DBNull;

    public override bool GetBoolean(int ordinal) => (bool)GetValue(ordinal);

    public override byte GetByte(int ordinal) => (byte)GetValue(ordinal);

    public override char GetChar(int ordinal) => (char)GetValue(ordinal);

    public override DateTime GetDateTime(int ordinal) => (DateTime)GetValue(ordinal);

    public override decimal GetDecimal(int ordinal) => (decimal)GetValue(ordinal);

    public override double GetDouble(int ordinal) => (double)GetValue(ordinal);

    public override float GetFloat(int ordinal) => (float)GetValue(ordinal);

    public override Guid GetGuid(int ordinal) => (Guid)GetValue(ordinal);

    public override short GetInt16(int ordinal) => (short)GetValue(ordinal);

    public override int GetInt32(int ordinal) => (int)GetValue(ordinal);

    public override long GetInt64(int ordinal) => (long)GetValue(ordinal);

    public override string GetString(int ordinal) => (string)GetValue(ordinal);

    public override long GetBytes(int ordinal, long dataOffset, byte[]? buffer, int bufferOffset, int length) => throw new NotSupportedException("Rows are kept whole");

    public override long GetChars(int ordinal, long dataOffset, char[]? buffer, int bufferOffset, int length) => throw new NotSupportedException("Rows are kept whole");

    public override IEnumerator GetEnumerator() => new DbEnumerator(this);
}
