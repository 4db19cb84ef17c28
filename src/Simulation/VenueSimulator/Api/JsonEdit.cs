using System.Text.Json;
using System.Text.Json.Nodes;

namespace Pipeline.Simulation.VenueSimulator;

/// <summary>Sets and takes away fields of a document by their path, in a list of every element; doubles and turns lists. What a path does not find stays.</summary>
internal static class JsonEdit
{
    public static ReadOnlyMemory<byte> Apply(ReadOnlyMemory<byte> json, Effects effects)
    {
        if (!effects.Edits || json.IsEmpty)
        {
            return json;
        }

        var root = JsonNode.Parse(json.Span);
        if (root is JsonArray list)
        {
            root = Spoiled(list, effects.List);
        }

        foreach (var (set, remove) in effects.EditsInOrder())
        {
            foreach (var (path, value) in set)
            {
                At(root, path.Split('.'), (parent, name) => parent[name] = JsonNode.Parse(value.GetRawText()));
            }

            foreach (var path in remove)
            {
                At(root, path.Split('.'), (parent, name) => parent.Remove(name));
            }
        }

        return JsonSerializer.SerializeToUtf8Bytes(root);
    }

    private static JsonArray Spoiled(JsonArray list, ListFault? fault) => fault switch
    {
        ListFault.Doubled => [.. list.SelectMany(entry => new[] { entry?.DeepClone(), entry?.DeepClone() })],
        ListFault.Reversed => [.. list.Reverse().Select(entry => entry?.DeepClone())],
        _ => list,
    };

    private static void At(JsonNode? node, ReadOnlySpan<string> path, Action<JsonObject, string> edit)
    {
        switch (node)
        {
            case JsonArray list:
                foreach (var element in list)
                {
                    At(element, path, edit);
                }

                break;
            case JsonObject parent when path.Length == 1:
                edit(parent, path[0]);
                break;
            case JsonObject parent:
                At(parent[path[0]], path[1..], edit);
                break;
        }
    }
}
