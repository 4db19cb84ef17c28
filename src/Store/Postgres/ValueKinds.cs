using System.Data;
using Npgsql;

namespace Pipeline.Store.Postgres;

/// <summary>Kinds of values, a letter each, so that those of a statement are a word.</summary>
internal static class ValueKinds
{
    public const char Text = 't';
    public const char Long = 'l';
    public const char Int = 'i';

    /// <summary>Of seconds, as analytics has them; prices, quantities and money are text.</summary>
    public const char Double = 'd';

    /// <summary>Any other, of which no array is made.</summary>
    public const char Other = '?';

    /// <summary>
    /// The kind of a value; of null what its parameter was said to be, and where nobody said that, as of times, keys and decimals, text. Flags are numbers, as in columns.
    /// </summary>
    public static char Of(object? value, DbType said) => value switch
    {
        string => Text,
        long or bool => Long,
        int => Int,
        double => Double,
        null => said switch
        {
            default(DbType) or DbType.String => Text,
            DbType.Int64 or DbType.Boolean => Long,
            DbType.Int32 => Int,
            DbType.Double => Double,
            _ => Other,
        },
        _ => Other,
    };

    public static NpgsqlParameter Parameter(char kind, object? value) => (kind, value) switch
    {
        (Text, string text) => new NpgsqlParameter<string> { TypedValue = text },
        (Long, long number) => new NpgsqlParameter<long> { TypedValue = number },
        (Int, int number) => new NpgsqlParameter<int> { TypedValue = number },
        (Double, double number) => new NpgsqlParameter<double> { TypedValue = number },
        (Text, _) => new NpgsqlParameter { DbType = DbType.String, Value = DBNull.Value },
        (Long, _) => new NpgsqlParameter { DbType = DbType.Int64, Value = DBNull.Value },
        (Int, _) => new NpgsqlParameter { DbType = DbType.Int32, Value = DBNull.Value },
        (Double, _) => new NpgsqlParameter { DbType = DbType.Double, Value = DBNull.Value },
        _ => new NpgsqlParameter { Value = value ?? DBNull.Value },
    };

    /// <summary>One parameter of what the same parameter of several statements is.</summary>
    public static NpgsqlParameter Array(char kind, IReadOnlyList<Statement> statements, int at) => kind switch
    {
        Text => new NpgsqlParameter<string?[]> { TypedValue = Values<string?>(statements, at) },
        Long => new NpgsqlParameter<long?[]> { TypedValue = Values<long?>(statements, at) },
        Int => new NpgsqlParameter<int?[]> { TypedValue = Values<int?>(statements, at) },
        Double => new NpgsqlParameter<double?[]> { TypedValue = Values<double?>(statements, at) },
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "No array is made of such values"),
    };

    private static T[] Values<T>(IReadOnlyList<Statement> statements, int at)
    {
        var values = new T[statements.Count];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = (T)statements[i].Values[at]!;
        }

        return values;
    }
}
