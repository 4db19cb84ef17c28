using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Pipeline.Trading.Intents;

namespace Pipeline.Host.Rehearsals;

/// <summary>
/// Reads files of intents: one intent, or an array of them, each with an extra field <c>at</c> that says when it arrives. The
/// field is cut out, and every other byte goes to the strict parser as it stands in the file.
/// </summary>
internal sealed class IntentFiles(DateOnly day, DateTimeOffset from)
{
    private readonly List<ScheduledIntent> intents = [];
    private readonly List<string> faults = [];
    private readonly Dictionary<string, int> names = [];

    /// <summary>Everything wrong with the files read so far, a line a fault.</summary>
    public IReadOnlyList<string> Faults => faults;

    /// <summary>The intents read so far, in order of time; those of one instant as they stand in the files.</summary>
    public IReadOnlyList<ScheduledIntent> InOrder => [.. intents.OrderBy(intent => intent.At)];

    public void Read(string path)
    {
        try
        {
            var bytes = File.ReadAllBytes(path);
            if (!Utf8.IsValid(bytes))
            {
                faults.Add($"{path}: is not UTF-8; save it as UTF-8");
                return;
            }

            using var document = JsonDocument.Parse(bytes);
            Read(path, document.RootElement);
        }
        catch (JsonException e)
        {
            faults.Add($"{path}: is not JSON: {e.Message}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            faults.Add($"{path}: can't be read: {e.Message}");
        }
    }

    private void Read(string path, JsonElement root)
    {
        var standIn = StandIn(path);
        if (root.ValueKind != JsonValueKind.Array)
        {
            Read($"{path}: intent 0", $"{standIn}#0", root);
            return;
        }

        if (root.GetArrayLength() == 0)
        {
            faults.Add($"{path}: holds no intent");
        }

        foreach (var (index, intent) in root.EnumerateArray().Index())
        {
            Read($"{path}: intent {index}", $"{standIn}#{index}", intent);
        }
    }

    private void Read(string origin, string standIn, JsonElement intent)
    {
        var body = intent.ValueKind == JsonValueKind.Object ? WithoutAt(intent) : JsonMarshal.GetRawUtf8Value(intent).ToArray();
        if (IntentParser.Parse(body) is IntentParseResult.Refused refused)
        {
            faults.AddRange(refused.Faults.Select(fault => $"{origin}: {fault.Path}: {fault.Code}: {fault.Message}"));
        }

        try
        {
            intents.Add(new ScheduledIntent(origin, ArrivalField.Of(intent, day, from), body, standIn));
        }
        catch (FormatException e)
        {
            faults.Add($"{origin}: $.{ArrivalField.Name}: {e.Message}");
        }
    }

    private static byte[] WithoutAt(JsonElement intent)
    {
        var body = new ArrayBufferWriter<byte>();
        var before = (byte)'{';
        foreach (var property in intent.EnumerateObject().Where(property => !ArrivalField.Is(property)))
        {
            body.Write([before, (byte)'"', .. JsonMarshal.GetRawUtf8PropertyName(property), (byte)'"', (byte)':', .. JsonMarshal.GetRawUtf8Value(property.Value)]);
            before = (byte)',';
        }

        body.Write(body.WrittenCount == 0 ? "{}"u8 : "}"u8);
        return body.WrittenSpan.ToArray();
    }

    // What intake takes as a key: printable ASCII without spaces. Files of one name in two folders are told apart.
    private string StandIn(string path)
    {
        var name = new StringBuilder();
        foreach (var character in Path.GetFileName(path).TakeLast(100))
        {
            name.Append(character is > ' ' and <= '~' ? character : '_');
        }

        var count = names[name.ToString()] = names.GetValueOrDefault(name.ToString()) + 1;
        return count == 1 ? name.ToString() : $"{name}~{count}";
    }
}
