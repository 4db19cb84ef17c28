using System.Collections;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Pipeline.Store.Writing;

/// <summary>
/// Reads a prepared statement's rows. Dapper asks every reader for the name and type of every column, which SQLite answers
/// from scratch each time. A statement's columns never change, and the tables are strict, so they are asked for once.
/// </summary>
internal sealed class PreparedReader(SqliteDataReader inner, PreparedColumns columns) : DbDataReader
{
    public override int Depth => inner.Depth;

    public override int FieldCount => columns.Names.Length;

    public override bool HasRows => inner.HasRows;

    public override bool IsClosed => inner.IsClosed;

    public override int RecordsAffected => inner.RecordsAffected;

    public override object this[int ordinal] => inner.GetValue(ordinal);

    public override object this[string name] => inner[name];

    public override bool Read() => inner.Read();

    public override bool NextResult() => inner.NextResult();

    public override string GetName(int ordinal) => columns.Names[ordinal];

    [return: DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicFields | DynamicallyAccessedMemberTypes.PublicProperties)]
    public override Type GetFieldType(int ordinal) => columns.Types[ordinal] ?? inner.GetFieldType(ordinal);

    public override object GetValue(int ordinal) => inner.GetValue(ordinal);

    public override bool IsDBNull(int ordinal) => inner.IsDBNull(ordinal);

    public override int GetOrdinal(string name) => inner.GetOrdinal(name);

    public override int GetValues(object[] values) => inner.GetValues(values);

    public override string GetDataTypeName(int ordinal) => inner.GetDataTypeName(ordinal);

    public override bool GetBoolean(int ordinal) => inner.GetBoolean(ordinal);

    public override byte GetByte(int ordinal) => inner.GetByte(ordinal);

    public override long GetBytes(int ordinal, long dataOffset, byte[]? buffer, int bufferOffset, int length) =>
        inner.GetBytes(ordinal, dataOffset, buffer, bufferOffset, length);

    public override char GetChar(int ordinal) => inner.GetChar(ordinal);

    public override long GetChars(int ordinal, long dataOffset, char[]? buffer, int bufferOffset, int length) =>
        inner.GetChars(ordinal, dataOffset, buffer, bufferOffset, length);

    public override DateTime GetDateTime(int ordinal) => inner.GetDateTime(ordinal);

    public override decimal GetDecimal(int ordinal) => inner.GetDecimal(ordinal);

    public override double GetDouble(int ordinal) => inner.GetDouble(ordinal);

    public override float GetFloat(int ordinal) => inner.GetFloat(ordinal);

    public override Guid GetGuid(int ordinal) => inner.GetGuid(ordinal);

    public override short GetInt16(int ordinal) => inner.GetInt16(ordinal);

    public override int GetInt32(int ordinal) => inner.GetInt32(ordinal);

    public override long GetInt64(int ordinal) => inner.GetInt64(ordinal);

    public override string GetString(int ordinal) => inner.GetString(ordinal);

    public override IEnumerator GetEnumerator() => new DbEnumerator(this);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
        }

        base.Dispose(disposing);
    }
}

/// <summary>The columns that a statement answers with.</summary>
/// <param name="Names">Their names.</param>
/// <param name="Types">Their types; null for what is computed, which may be of another type in every row.</param>
internal sealed record PreparedColumns(string[] Names, Type?[] Types)
{
    public static PreparedColumns Of(SqliteDataReader reader) => new(
        [.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetName)],
        [.. Enumerable.Range(0, reader.FieldCount).Select(i => TypeOf(raw.sqlite3_column_decltype(reader.Handle, i).utf8_to_string()))]);

    private static Type? TypeOf(string? declared) => declared switch
    {
        "TEXT" => typeof(string),
        "INTEGER" => typeof(long),
        "REAL" => typeof(double),
        "BLOB" => typeof(byte[]),
        _ => null,
    };
}
