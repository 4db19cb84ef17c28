using System.Text.Json;

namespace Pipeline.Venues.Versions;

/// <summary>How far each version's reports are booked, as one watermark. One of a time before versions is the first one's.</summary>
internal sealed class VersionedWatermark
{
    private readonly Dictionary<string, string?> marks;

    private VersionedWatermark(Dictionary<string, string?> marks) => this.marks = marks;

    public string? this[string adapter]
    {
        get => marks.GetValueOrDefault(adapter);
        set => marks[adapter] = value;
    }

    public static VersionedWatermark Parse(string? text, string first) => text switch
    {
        null => new VersionedWatermark([]),
        _ when text.StartsWith('{') => new VersionedWatermark(
            JsonSerializer.Deserialize<Dictionary<string, string?>>(text) ?? throw new FormatException($"'{text}' is no watermark of several versions")),
        _ => new VersionedWatermark(new Dictionary<string, string?> { [first] = text }),
    };

    public override string ToString() => JsonSerializer.Serialize(marks.Where(mark => mark.Value is not null).OrderBy(mark => mark.Key, StringComparer.Ordinal).ToDictionary());
}
