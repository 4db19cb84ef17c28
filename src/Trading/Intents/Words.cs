using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Text.Json;
using Pipeline.Messages;

namespace Pipeline.Trading.Intents;

/// <summary>The words of an enum, spelled as the pipeline's JSON writes them.</summary>
internal sealed class Words
{
    private static readonly ConcurrentDictionary<Type, Words> Known = new();

    private Words(Type type)
    {
        var values = Enum.GetValues(type).Cast<object>().ToList();
        ByWord = values.ToFrozenDictionary(value => Of(value), StringComparer.Ordinal);
        List = string.Join(", ", values.Select(Of));
    }

    public FrozenDictionary<string, object> ByWord { get; }

    /// <summary>All words in the order of the enum, for a sentence.</summary>
    public string List { get; }

    public static Words OfType(Type type) => Known.GetOrAdd(type, t => new Words(t));

    public static string Of(object value) => JsonSerializer.SerializeToElement(value, value.GetType(), PipelineJson.Options).GetString()!;
}
