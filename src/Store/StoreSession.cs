using System.Data;
using System.Data.Common;
using Dapper;

namespace Pipeline.Store;

/// <summary>
/// One step's view of the store: a connection inside a transaction. Lives no longer than the step. Dapper is told that everything is a
/// statement, since it would look through each of them otherwise for whether it is the name of a procedure.
/// </summary>
public sealed class StoreSession(DbConnection connection, DbTransaction? transaction)
{
    static StoreSession() => Columns.RegisterTypes();

    /// <summary>How its store is asked.</summary>
    internal Dialect Dialect { get; } = Dialect.Of(connection);

    /// <summary>The time that all processes of the store agree on, for duties that one of them has. The market's time is another.</summary>
    public DateTimeOffset Now => Dialect.Now(this);

    public int Execute(string sql, object? parameters = null) => connection.Execute(sql, parameters, transaction, commandType: CommandType.Text);

    public IReadOnlyList<T> Query<T>(string sql, object? parameters = null) =>
        connection.Query<T>(sql, parameters, transaction, commandType: CommandType.Text).AsList();

    public T? QueryFirst<T>(string sql, object? parameters = null) =>
        connection.QueryFirstOrDefault<T>(sql, parameters, transaction, commandType: CommandType.Text);

    public T? Scalar<T>(string sql, object? parameters = null) => connection.ExecuteScalar<T>(sql, parameters, transaction, commandType: CommandType.Text);
}
