using System.Text.Json;

namespace Pipeline.Simulation.VenueSimulator;

/// <summary>Reads a part of a document inside a converter, so that a complaint about the part names its place in the whole.</summary>
public static class JsonPart
{
    public static T Read<T>(ref Utf8JsonReader reader, JsonSerializerOptions options)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(ref reader, options)!;
        }
        catch (JsonException e)
        {
            // The serializer names the place only of an exception that has none; the part's own place stays with the inner one.
            throw new JsonException(null, e);
        }
    }

    /// <summary>The place in the whole document, and the complaint itself.</summary>
    internal static (string Place, JsonException Complaint) Find(JsonException e)
    {
        var place = e.Path ?? "$";
        while (e.InnerException is JsonException { Path: not null } inner)
        {
            place += inner.Path[1..];
            e = inner;
        }

        return (place, e);
    }
}
