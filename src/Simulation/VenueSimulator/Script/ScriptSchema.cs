using System.Text.Json.Nodes;

namespace Pipeline.Simulation.VenueSimulator;

/// <summary>JSON Schemas of what <see cref="ScriptJson"/> reads.</summary>
public static class ScriptSchema
{
    /// <summary>The schema of a type that <see cref="ScriptJson.Options"/> can read.</summary>
    public static JsonNode Of<T>() => new SchemaWriter().Write(typeof(T));
}
