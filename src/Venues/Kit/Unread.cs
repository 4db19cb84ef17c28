using System.Text.Json;
using System.Text.Json.Serialization;

namespace Pipeline.Venues.Kit;

/// <summary>
/// A field that a venue's documentation names and nobody here needs. It is passed over without being kept, so that what is left over of a document is
/// what nobody knows (<see cref="UnknownFields"/>).
/// </summary>
[JsonConverter(typeof(UnreadConverter))]
public readonly record struct Unread;

/// <summary>Passes a field over, whatever it holds.</summary>
public sealed class UnreadConverter : JsonConverter<Unread>
{
    public override bool HandleNull => true;

    public override Unread Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        reader.Skip();
        return default;
    }

    /// <exception cref="NotSupportedException">Always: what was not read can't be written.</exception>
    public override void Write(Utf8JsonWriter writer, Unread value, JsonSerializerOptions options) =>
        throw new NotSupportedException("What was not read can't be written.");
}
