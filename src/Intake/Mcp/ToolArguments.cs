using System.Text;
using System.Text.Json;

namespace Pipeline.Intake.Mcp;

/// <summary>A tool's arguments, read strictly: one that is not understood is refused, never ignored.</summary>
internal sealed class ToolArguments(IDictionary<string, JsonElement>? said)
{
    /// <exception cref="FormatException">There are others.</exception>
    public ToolArguments Only(params IReadOnlyList<string> names) => said?.Keys.FirstOrDefault(name => !names.Contains(name)) is { } other
        ? throw new FormatException($"'{other}' is no argument of this tool; there are {string.Join(", ", names)}")
        : this;

    /// <summary>A text; null where it is not said.</summary>
    /// <exception cref="FormatException">It is no text, or an empty one.</exception>
    public string? Text(string name) => said is null || !said.TryGetValue(name, out var value) || value.ValueKind == JsonValueKind.Null ? null
        : value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text ? text
        : throw new FormatException($"{name} must be a text, not {value.GetRawText()[..Math.Min(value.GetRawText().Length, 40)]}");

    /// <summary>A whole number as text; null where it is not said.</summary>
    /// <exception cref="FormatException">It is no number.</exception>
    public string? Number(string name) => said is null || !said.TryGetValue(name, out var value) || value.ValueKind == JsonValueKind.Null ? null
        : value.ValueKind == JsonValueKind.Number ? value.GetRawText()
        : throw new FormatException($"{name} must be a number");

    /// <summary>A document as it came, to the last digit.</summary>
    /// <exception cref="FormatException">There is none.</exception>
    public ReadOnlyMemory<byte> Document(string name) => said is not null && said.TryGetValue(name, out var value)
        ? Encoding.UTF8.GetBytes(value.GetRawText())
        : throw new FormatException($"{name} is missing: it is the intent, as tools/list describes it");
}
