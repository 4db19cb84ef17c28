using System.Data;
using Pipeline.Store.Postgres;

namespace Pipeline.Workers.Tests.Postgres;

/// <summary>Statements by the names of their parameters.</summary>
internal static class Statements
{
    public static Statement Of(string text, params (string Name, object? Value)[] parameters)
    {
        var shape = StatementShape.Of(text);
        var values = shape.Parameters.Select(name => parameters.FirstOrDefault(parameter => parameter.Name == name).Value).ToArray();
        return new Statement(shape, values, string.Concat(values.Select(value => ValueKinds.Of(value, DbType.String))));
    }
}
