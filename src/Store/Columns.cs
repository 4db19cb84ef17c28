using System.Collections.Frozen;
using System.Data;
using System.Globalization;
using System.Text.Json;
using Dapper;
using Pipeline.Messages;
using Pipeline.Trading.Orders;

namespace Pipeline.Store;

/// <summary>How values stand in columns: decimals and times as text that compares exactly, words as the public JSON has them.</summary>
public static class Columns
{
    // Of UTC: yyyy-MM-ddTHH:mm:ss.fffffffZ, which the runtime reads and writes ten times as fast as when it is spelled out.
    private const string TimeFormat = "O";

    private static readonly Lock Gate = new();
    private static bool registered;

    public static string Time(DateTimeOffset value) => value.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture);

    /// <exception cref="FormatException">It is no time in UTC as it stands in a column.</exception>
    public static DateTimeOffset Time(string text) => text.EndsWith('Z')
        ? DateTimeOffset.ParseExact(text, TimeFormat, CultureInfo.InvariantCulture)
        : throw new FormatException($"'{text}' is no time in UTC");

    /// <summary>A number as it is read when it was written, whatever zeros it had at its end.</summary>
    public static decimal AsRead(decimal value) => decimal.Parse(CanonicalDecimal.Format(value), CultureInfo.InvariantCulture);

    public static string Word<T>(T value)
        where T : struct, Enum => Words<T>.Of[value];

    /// <summary>A name as the public JSON spells it.</summary>
    public static string SnakeCase(string name) => JsonNamingPolicy.SnakeCaseLower.ConvertName(name);

    public static T Word<T>(string value)
        where T : struct, Enum => Words<T>.Meaning.TryGetValue(value, out var meaning)
            ? meaning
            : throw new FormatException($"'{value}' is no {typeof(T).Name}");

    public static string Json(object value) => JsonSerializer.Serialize(value, value.GetType(), PipelineJson.Options);

    internal static void RegisterTypes()
    {
        lock (Gate)
        {
            if (registered)
            {
                return;
            }

            SqlMapper.RemoveTypeMap(typeof(decimal));
            SqlMapper.RemoveTypeMap(typeof(decimal?));
            SqlMapper.RemoveTypeMap(typeof(DateTimeOffset));
            SqlMapper.RemoveTypeMap(typeof(DateTimeOffset?));
            SqlMapper.AddTypeHandler(new DecimalText());
            SqlMapper.AddTypeHandler(new TimeText());
            SqlMapper.RemoveTypeMap(typeof(Guid));
            SqlMapper.RemoveTypeMap(typeof(Guid?));
            SqlMapper.AddTypeHandler(new GuidText());
            DefaultTypeMap.MatchNamesWithUnderscores = true;
            registered = true;
        }
    }

    private static class Words<T>
        where T : struct, Enum
    {
        public static readonly FrozenDictionary<T, string> Of = Enum.GetValues<T>().ToFrozenDictionary(value => value, value => SnakeCase(value.ToString()));
        public static readonly FrozenDictionary<string, T> Meaning = Of.ToFrozenDictionary(word => word.Value, word => word.Key);
    }

    private sealed class DecimalText : SqlMapper.TypeHandler<decimal>
    {
        public override void SetValue(IDbDataParameter parameter, decimal value)
        {
            parameter.DbType = DbType.String;
            parameter.Value = CanonicalDecimal.Format(value);
        }

        public override decimal Parse(object value) => decimal.Parse((string)value, CultureInfo.InvariantCulture);
    }

    private sealed class TimeText : SqlMapper.TypeHandler<DateTimeOffset>
    {
        public override void SetValue(IDbDataParameter parameter, DateTimeOffset value)
        {
            parameter.DbType = DbType.String;
            parameter.Value = Time(value);
        }

        public override DateTimeOffset Parse(object value) => Time((string)value);
    }

    private sealed class GuidText : SqlMapper.TypeHandler<Guid>
    {
        public override void SetValue(IDbDataParameter parameter, Guid value)
        {
            parameter.DbType = DbType.String;
            parameter.Value = value.ToString("D");
        }

        public override Guid Parse(object value) => Guid.ParseExact((string)value, "D");
    }
}
