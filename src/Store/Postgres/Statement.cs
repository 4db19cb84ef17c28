using Npgsql;

namespace Pipeline.Store.Postgres;

/// <summary>A statement with what its parameters are, in the order in which its text names them.</summary>
/// <param name="Shape">Its text.</param>
/// <param name="Values">The values, of which null is one.</param>
/// <param name="Kinds">The kind of each.</param>
internal sealed record Statement(StatementShape Shape, object?[] Values, string Kinds)
{
    /// <summary>One without parameters.</summary>
    public static Statement Of(string text) => new(StatementShape.Of(text), [], "");

    public NpgsqlBatchCommand ToCommand()
    {
        var command = new NpgsqlBatchCommand(Shape.Positional);
        for (var i = 0; i < Values.Length; i++)
        {
            command.Parameters.Add(ValueKinds.Parameter(Kinds[i], Values[i]));
        }

        return command;
    }
}
