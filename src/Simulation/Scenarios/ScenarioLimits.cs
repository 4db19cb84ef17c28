using System.Text;
using System.Text.Json;
using Pipeline.Trading.Limits;

namespace Pipeline.Simulation.Scenarios;

/// <summary>Limits files as scenarios write them.</summary>
internal static class ScenarioLimits
{
    /// <summary>The file.</summary>
    public static byte[]? BytesOf(JsonElement? limits) => limits is not { } json ? null
        : Encoding.UTF8.GetBytes(json.ValueKind == JsonValueKind.String ? json.GetString()! : json.GetRawText());

    /// <exception cref="ScenarioException">It is no limits file; one that is to be broken is written as a text.</exception>
    public static void Check(JsonElement? limits, string path, bool mayBeText)
    {
        if (limits is not { } json || (mayBeText && json.ValueKind == JsonValueKind.String))
        {
            return;
        }

        if (LimitFile.Read(Encoding.UTF8.GetBytes(json.GetRawText()), LimitSet.Defaults).Faults is [var fault, ..])
        {
            throw new ScenarioException($"{path}{fault.Path[1..]}: {fault.Message}");
        }
    }
}
