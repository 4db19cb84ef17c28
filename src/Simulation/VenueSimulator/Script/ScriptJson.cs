using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Pipeline.Simulation.VenueSimulator;

/// <summary>
/// How scripts, behaviours and acts are written as JSON: strictly. An unknown field or word, a field said twice, a missing one or a
/// null is an error that names its path. Formats that embed scripts read them with the same <see cref="Options"/>.
/// </summary>
public static class ScriptJson
{
    public static JsonSerializerOptions Options { get; } = Create();

    /// <summary>Reads a script.</summary>
    /// <exception cref="ScriptException">It is not understood.</exception>
    public static VenueScript ReadScript(string json)
    {
        var script = Read<VenueScript>(json);
        ScriptCheck.Check(script, "$");
        return script;
    }

    /// <summary>Reads one act.</summary>
    /// <exception cref="ScriptException">It is not understood.</exception>
    public static VenueAct ReadAct(string json)
    {
        var act = Read<VenueAct>(json);
        ScriptCheck.Check(act, "$");
        return act;
    }

    /// <summary>Reads one behaviour, or a list of them.</summary>
    /// <exception cref="ScriptException">It is not understood.</exception>
    public static IReadOnlyList<VenueBehaviour> ReadBehaviours(string json)
    {
        var isList = json.AsSpan().TrimStart().StartsWith('[');
        var behaviours = isList ? Read<IReadOnlyList<VenueBehaviour>>(json) : [Read<VenueBehaviour>(json)];
        for (var i = 0; i < behaviours.Count; i++)
        {
            ScriptCheck.Check(behaviours[i], isList ? $"$[{i}]" : "$");
        }

        return behaviours;
    }

    /// <summary>Reads JSON of any type strictly.</summary>
    /// <exception cref="ScriptException">It is not understood.</exception>
    public static T Read<T>(string json)
    {
        try
        {
            using (var document = Parse(json))
            {
                Nulls.Refuse(document.RootElement, typeof(T), "$");
            }

            return JsonSerializer.Deserialize<T>(json, Options)!;
        }
        catch (JsonException e)
        {
            throw new ScriptException(Complaint.Of(e), e);
        }
    }

    private static JsonDocument Parse(string json)
    {
        try
        {
            return JsonDocument.Parse(json);
        }
        catch (JsonException e)
        {
            throw new ScriptException(Complaint.OfText(json, e), e);
        }
    }

    private static JsonSerializerOptions Create()
    {
        var options = new JsonSerializerOptions(JsonSerializerOptions.Strict)
        {
            PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
            Converters = { new DurationConverter(), new WordConverter(), new AmountConverter() },
            TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
        };
        options.MakeReadOnly();
        return options;
    }
}

/// <summary>A script, a behaviour or an act is not understood. The message names the JSON path.</summary>
public sealed class ScriptException : Exception
{
    public ScriptException()
    {
    }

    public ScriptException(string message)
        : base(message)
    {
    }

    public ScriptException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
