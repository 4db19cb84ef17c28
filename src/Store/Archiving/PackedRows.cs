using System.IO.Compression;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Pipeline.Store.Archiving;

/// <summary>
/// Rows as JSON lines, <c>{"table":"claims","row":{"fencing":1,...}}</c>, compressed by gzip: what a file of an archive consists of, and a checkpoint.
/// Pieces of gzip after one another are gzip, so that <c>zcat</c> reads a file of many batches.
/// </summary>
internal static class PackedRows
{
    private const string Journal = "journal";

    private static readonly JsonWriterOptions Writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static byte[] Pack(IEnumerable<(string Table, IDictionary<string, object?> Row)> rows)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            foreach (var (table, row) in rows)
            {
                using (var json = new Utf8JsonWriter(gzip, Writing))
                {
                    Write(json, table, row);
                }

                gzip.WriteByte((byte)'\n');
            }
        }

        return packed.ToArray();
    }

    /// <summary>The journal's entries among the rows.</summary>
    /// <exception cref="FormatException">That can't be what was packed.</exception>
    public static IReadOnlyList<ArchivedEntry> Entries(byte[] packed)
    {
        try
        {
            using var reader = new StreamReader(new GZipStream(new MemoryStream(packed), CompressionMode.Decompress), new UTF8Encoding(false, throwOnInvalidBytes: true));
            var entries = new List<ArchivedEntry>();
            while (reader.ReadLine() is { } line)
            {
                using var document = JsonDocument.Parse(line);
                if (document.RootElement.GetProperty("table").GetString() == Journal)
                {
                    entries.Add(Entry(document.RootElement.GetProperty("row")));
                }
            }

            return entries;
        }
        catch (Exception e) when (e is InvalidDataException or DecoderFallbackException or JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new FormatException($"These are no packed rows: {e.Message}", e);
        }
    }

    private static ArchivedEntry Entry(JsonElement row) => new(
        row.GetProperty("seq").GetInt64(), row.GetProperty("at").GetString()!, row.GetProperty("kind").GetString()!, row.GetProperty("cl_ord_id").GetString(),
        row.GetProperty("intent_id").GetString(), row.GetProperty("stage").GetString()!,
        row.GetProperty("pass") is { ValueKind: JsonValueKind.Number } pass ? pass.GetInt64() : null, row.GetProperty("data").GetString()!);

    private static void Write(Utf8JsonWriter json, string table, IDictionary<string, object?> row)
    {
        json.WriteStartObject();
        json.WriteString("table", table);
        json.WriteStartObject("row");
        foreach (var (column, value) in row)
        {
            json.WritePropertyName(column);
            switch (value)
            {
                case null:
                    json.WriteNullValue();
                    break;
                case string text:
                    json.WriteStringValue(text);
                    break;
                case long number:
                    json.WriteNumberValue(number);
                    break;
                case double number:
                    json.WriteNumberValue(number);
                    break;
                default:
                    throw new InvalidOperationException($"{table}.{column} is a {value.GetType().Name}, which no archived column is");
            }
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }
}
