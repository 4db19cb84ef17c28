using System.Buffers;
using System.Globalization;
using System.Text.Json;

namespace Pipeline.Simulation.VenueSimulator;

/// <summary>JSON as Alpaca writes it: numbers of shares and money as text, times in UTC.</summary>
internal static class JsonText
{
    // Dividing by it takes the zeros off a decimal's end.
    private const decimal Unscaled = 1.0000000000000000000000000000m;

    /// <summary>Writes one document.</summary>
    public static ReadOnlyMemory<byte> Write(Action<Utf8JsonWriter> content)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            content(writer);
        }

        return buffer.WrittenMemory;
    }

    /// <summary>A list of documents.</summary>
    public static ReadOnlyMemory<byte> List<T>(IEnumerable<T> items, Action<Utf8JsonWriter, T> write) => Write(writer =>
    {
        writer.WriteStartArray();
        foreach (var item in items)
        {
            write(writer, item);
        }

        writer.WriteEndArray();
    });

    public static string Number(decimal value) => (value / Unscaled).ToString(CultureInfo.InvariantCulture);

    public static string Time(DateTimeOffset instant) =>
        instant.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFFZ", CultureInfo.InvariantCulture);

    public static void Text(Utf8JsonWriter writer, string name, string? value)
    {
        if (value is null)
        {
            writer.WriteNull(name);
        }
        else
        {
            writer.WriteString(name, value);
        }
    }

    public static void Number(Utf8JsonWriter writer, string name, decimal? value) =>
        Text(writer, name, value is { } number ? Number(number) : null);

    public static void Time(Utf8JsonWriter writer, string name, DateTimeOffset? value) =>
        Text(writer, name, value is { } instant ? Time(instant) : null);
}
