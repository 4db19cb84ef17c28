using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;

namespace Pipeline.Store.Postgres;

/// <summary>A parameter of a statement before it is known with which others the statement goes.</summary>
internal sealed class PostgresParameter : DbParameter
{
    /// <summary>Text where nobody says: that of times, keys and decimals, also of one that is null.</summary>
    public override DbType DbType { get; set; } = DbType.String;

    public override ParameterDirection Direction { get; set; } = ParameterDirection.Input;

    public override bool IsNullable { get; set; }

    [AllowNull]
    public override string ParameterName { get; set; } = "";

    public override int Size { get; set; }

    [AllowNull]
    public override string SourceColumn { get; set; } = "";

    public override bool SourceColumnNullMapping { get; set; }

    public override object? Value { get; set; }

    public override void ResetDbType() => DbType = DbType.String;
}
