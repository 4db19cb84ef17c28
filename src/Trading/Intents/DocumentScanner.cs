using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Pipeline.Messages.Intents;

namespace Pipeline.Trading.Intents;

/// <summary>
/// Reads bytes into a tree and knows nothing of intents. Finds what no tree can show any more:
/// broken JSON, nesting, doubled fields and half surrogate pairs.
/// </summary>
internal sealed class DocumentScanner
{
    private readonly FaultList _faults;
    private readonly int _maxDepth;
    private readonly Stack<DocumentNode> _open = new();
    private readonly HashSet<(DocumentNode.Fields, string)> _doubled = [];
    private DocumentNode? _root;
    private string? _name;

    private DocumentScanner(FaultList faults, int maxDepth) => (_faults, _maxDepth) = (faults, maxDepth);

    /// <summary>The document's root with the faults found on the way, or no root and the one fault that stopped the reading.</summary>
    public static (DocumentNode? Root, FaultList Faults) Scan(ReadOnlySpan<byte> utf8, int maxDepth = IntentLimits.MaxDepth)
    {
        var scanner = new DocumentScanner(new FaultList(), maxDepth);
        // One level more than is allowed, so that too deep is our word and not a syntax error of the reader's.
        var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = maxDepth + 1 });
        try
        {
            while (reader.Read())
            {
                if (!scanner.Take(ref reader))
                    return Stop(scanner.Here(), IntentFaultCodes.TooDeep, $"Nested deeper than {maxDepth}.");
                // A table of more would cost more than its share of the bytes.
                if (scanner._open.TryPeek(out var parent) && parent is DocumentNode.Fields { ByName.Count: > IntentLimits.MaxFields })
                    return Stop(parent.Path, IntentFaultCodes.TooManyFields, $"Has more than {IntentLimits.MaxFields} fields.");
            }
        }
        catch (JsonException e)
        {
            return Stop(scanner.Here(), IntentFaultCodes.MalformedJson, Position(e));
        }

        return (scanner._root, scanner._faults);
    }

    private static (DocumentNode?, FaultList) Stop(DocumentPath path, string code, string message)
    {
        var only = new FaultList();
        only.Add(path, code, message);
        return (null, only);
    }

    /// <summary>Takes one token; false when it nests too deep.</summary>
    private bool Take(ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.PropertyName:
                _name = Name(ref reader);
                return true;
            case JsonTokenType.EndObject or JsonTokenType.EndArray:
                _open.Pop();
                return true;
            default:
                if (_open.Count == _maxDepth && reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
                    return false;
                Attach(Value(ref reader, Here()));
                return true;
        }
    }

    private DocumentNode Value(ref Utf8JsonReader reader, DocumentPath path) => reader.TokenType switch
    {
        JsonTokenType.StartObject => new DocumentNode.Fields(path),
        JsonTokenType.StartArray => new DocumentNode.Items(path),
        JsonTokenType.Number => new DocumentNode.Number(path, Encoding.ASCII.GetString(reader.ValueSpan)),
        JsonTokenType.String when IsReadable(ref reader, path) => new DocumentNode.Text(path, reader.GetString()!),
        JsonTokenType.String => new DocumentNode.Unreadable(path),
        JsonTokenType.Null => new DocumentNode.Null(path),
        JsonTokenType.True or JsonTokenType.False => new DocumentNode.Flag(path),
        JsonTokenType.None or JsonTokenType.Comment or JsonTokenType.PropertyName or JsonTokenType.EndObject or JsonTokenType.EndArray =>
            throw new UnreachableException(),
        _ => throw new UnreachableException(),
    };

    private void Attach(DocumentNode node)
    {
        switch (_open.TryPeek(out var parent) ? parent : null)
        {
            case DocumentNode.Items items:
                items.All.Add(node);
                break;
            case DocumentNode.Fields fields when !fields.ByName.TryAdd(_name!, node) && _doubled.Add((fields, _name!)):
                _faults.Add(node.Path, IntentFaultCodes.DoubledField, "Stands more than once in its object.");
                break;
            case null:
                _root = node;
                break;
        }

        _name = null;
        if (node is DocumentNode.Fields or DocumentNode.Items) _open.Push(node);
    }

    /// <summary>Where the next value goes.</summary>
    private DocumentPath Here() => (_open.TryPeek(out var parent) ? parent : null) switch
    {
        DocumentNode.Items items => items.Path.Item(items.All.Count),
        DocumentNode.Fields fields => _name is null ? fields.Path : fields.Path.Field(_name),
        _ => DocumentPath.Root,
    };

    /// <summary>A field's name, or its raw spelling when that stands for no characters; no field of ours is called that.</summary>
    private string Name(ref Utf8JsonReader reader)
    {
        var raw = reader.ValueIsEscaped ? Encoding.UTF8.GetString(reader.ValueSpan) : null;
        return raw is null || IsReadable(ref reader, Here().Field(raw)) ? reader.GetString()! : raw;
    }

    private bool IsReadable(ref Utf8JsonReader reader, DocumentPath path)
    {
        if (!reader.ValueIsEscaped || Surrogates.ArePaired(reader.ValueSpan)) return true;
        _faults.Add(path, IntentFaultCodes.LoneSurrogate, "Contains half of a surrogate pair, which stands for no character.");
        return false;
    }

    private static string Position(JsonException e)
    {
        // The reader appends its own position, counted from 0, to its sentence.
        var words = e.Message.Split(" LineNumber:")[0];
        return $"Line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}: not JSON. {Excerpt.Of(words, 160)}";
    }
}
