using System.Text.Json;

namespace Pipeline.Host.Options;

/// <summary>The configuration file: JSON, settings by their key, sections as objects: <c>{"http": "127.0.0.1:8081", "validation": {"quote_wait": "5s"}}</c>.</summary>
internal static class ConfigFile
{
    public static Dictionary<string, string> Read(string path, List<string> faults)
    {
        var values = new Dictionary<string, string>();
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllText(path), new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip });
            Flatten(document.RootElement, "", values);
        }
        catch (Exception e) when (e is IOException or JsonException or UnauthorizedAccessException or InvalidOperationException)
        {
            faults.Add($"The configuration file {path} can't be read: {e.Message}");
        }

        var known = OptionSet.Settings.Select(setting => setting.Key).ToHashSet();
        faults.AddRange(values.Keys.Where(key => !known.Contains(key)).Select(key => $"{key} in {path}: no such setting; `pipeline run --help` lists them"));
        return values;
    }

    private static void Flatten(JsonElement element, string prefix, Dictionary<string, string> values)
    {
        foreach (var property in element.EnumerateObject())
        {
            var key = prefix + property.Name;
            if (property.Value.ValueKind == JsonValueKind.Object)
            {
                Flatten(property.Value, key + ".", values);
            }
            else
            {
                values[key] = property.Value.ToString();
            }
        }
    }
}
