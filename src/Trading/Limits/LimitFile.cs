using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Pipeline.Messages.Intents;

namespace Pipeline.Trading.Limits;

/// <summary>Something in a limits file that can't be taken.</summary>
/// <param name="Path">Where, as <c>$.global.max_order_qty</c>.</param>
/// <param name="Message">What is wrong and what is wanted.</param>
public sealed record LimitFault(string Path, string Message);

/// <summary>
/// Reads a limits file, strictly: an unknown field, a field that is said twice, a value out of its range or in a scope that can't have
/// it are faults, and every fault is told.
/// </summary>
public sealed class LimitFile
{
    /// <summary>Largest file, in bytes.</summary>
    public const int MaxBytes = 1024 * 1024;

    private const string AllotmentField = "allotment";
    private const string SchemaField = "$schema";
    private const string ChangedByField = "changed_by";
    private const string WhyField = "why";

    private static readonly Dictionary<string, Limit> Known = AllLimits.All.ToDictionary(limit => limit.Name);
    private static readonly Regex Name = new(IntentLimits.NamePattern, RegexOptions.CultureInvariant);
    private static readonly Regex Symbol = new(AllLimits.SymbolPattern, RegexOptions.CultureInvariant);

    private readonly List<LimitFault> faults = [];
    private readonly Dictionary<LimitScope, LimitSet> sets = [];
    private decimal allotment = 1;
    private string? changedBy;
    private string? why;

    private LimitFile()
    {
    }

    /// <summary>Reads a file.</summary>
    /// <param name="bytes">The file.</param>
    /// <param name="defaults">Global limits where it says nothing.</param>
    /// <returns>The limits, or every fault.</returns>
    public static (LimitBook? Book, IReadOnlyList<LimitFault> Faults) Read(ReadOnlySpan<byte> bytes, LimitSet defaults)
    {
        if (bytes.Length > MaxBytes)
        {
            return (null, [new LimitFault("$", $"the file has {bytes.Length} bytes; at most {MaxBytes} are read")]);
        }

        var file = new LimitFile();
        try
        {
            using var document = JsonDocument.Parse(Encoding.UTF8.GetString(bytes.StartsWith(Encoding.UTF8.Preamble) ? bytes[Encoding.UTF8.Preamble.Length..] : bytes), new JsonDocumentOptions { AllowDuplicateProperties = false, MaxDepth = 8 });
            file.Read(document.RootElement);
        }
        catch (JsonException e)
        {
            file.faults.Add(new LimitFault("$", $"this is not JSON that can be read: {e.Message}"));
        }

        return file.faults.Count > 0
            ? (null, file.faults)
            : (new LimitBook(file.sets, defaults, file.allotment, Convert.ToHexStringLower(SHA256.HashData(bytes))) { Change = FileChange.Of(file.changedBy, file.why) }, []);
    }

    private void Read(JsonElement root)
    {
        if (!IsObject(root, "$"))
        {
            return;
        }

        foreach (var field in root.EnumerateObject())
        {
            var path = $"$.{field.Name}";
            switch (field.Name)
            {
                case SchemaField:
                    break;
                case AllotmentField:
                    ReadAllotment(field.Value, path);
                    break;
                case ChangedByField:
                    changedBy = Text(field.Value, path, FileChange.FaultOfBy);
                    break;
                case WhyField:
                    why = Text(field.Value, path, FileChange.FaultOfWhy);
                    break;
                case "global":
                    ReadSet(field.Value, LimitScope.Global, path);
                    break;
                case "accounts":
                    ReadScopes(field.Value, ScopeKind.Accounts, path);
                    break;
                case "strategies":
                    ReadScopes(field.Value, ScopeKind.Strategies, path);
                    break;
                case "symbols":
                    ReadScopes(field.Value, ScopeKind.Symbols, path);
                    break;
                default:
                    faults.Add(new LimitFault(path, "there is no such field; there are allotment, global, accounts, strategies, symbols, changed_by and why"));
                    break;
            }
        }
    }

    private string? Text(JsonElement value, string path, Func<string, string?> fault)
    {
        if ((value.ValueKind == JsonValueKind.String ? fault(value.GetString()!) : "must be a text") is { } wrong)
        {
            faults.Add(new LimitFault(path, wrong));
            return null;
        }

        return value.GetString();
    }

    private void ReadAllotment(JsonElement value, string path)
    {
        if (value.ValueKind == JsonValueKind.Number && value.TryGetDecimal(out var share) && share is > 0 and <= 1)
        {
            allotment = share;
            return;
        }

        faults.Add(new LimitFault(path, "a number more than 0 and at most 1 is wanted: the share of the global limits that this store has"));
    }

    private void ReadScopes(JsonElement value, ScopeKind kind, string path)
    {
        if (!IsObject(value, path))
        {
            return;
        }

        foreach (var scope in value.EnumerateObject())
        {
            var at = $"{path}.{scope.Name}";
            if (IsNameOf(kind, scope.Name))
            {
                ReadSet(scope.Value, new LimitScope(kind, scope.Name), at);
            }
            else
            {
                faults.Add(new LimitFault(at, kind == ScopeKind.Symbols ? "a symbol in upper case is wanted as the name" : $"the name must be {IntentLimits.NameRule}"));
            }
        }
    }

    private void ReadSet(JsonElement value, LimitScope scope, string path)
    {
        if (!IsObject(value, path))
        {
            return;
        }

        var set = LimitSet.Empty;
        foreach (var field in value.EnumerateObject())
        {
            var at = $"{path}.{field.Name}";
            if (!Known.TryGetValue(field.Name, out var limit))
            {
                faults.Add(new LimitFault(at, "there is no such limit; `pipeline limits --schema` has all of them"));
            }
            else if (!limit.Scopes.Contains(scope.Kind))
            {
                faults.Add(new LimitFault(at, $"can be set in {string.Join(" and ", limit.Scopes.Select(kind => kind.ToString().ToLowerInvariant()))} only"));
            }
            else if (ReadValue(limit, field.Value, at) is { } read)
            {
                set = set.WithAny(limit, read);
            }
        }

        sets[scope] = set;
    }

    private object? ReadValue(Limit limit, JsonElement value, string path)
    {
        try
        {
            return value.ValueKind == JsonValueKind.Object ? LimitSet.Waiver(Reason(value)) : limit.Read(value);
        }
        catch (FormatException e)
        {
            faults.Add(new LimitFault(path, e.Message));
            return null;
        }
    }

    private static string Reason(JsonElement value) =>
        value.GetPropertyCount() == 1 && value.TryGetProperty("waived", out var waived) && waived.ValueKind == JsonValueKind.String
        && waived.GetString()!.Trim() is { Length: > 0 and <= 500 } reason
            ? reason
            : throw new FormatException("""the value, or {"waived": "REASON"} with a reason of at most 500 characters is wanted""");

    private static bool IsNameOf(ScopeKind kind, string name) => kind == ScopeKind.Symbols
        ? name.Length <= IntentLimits.MaxSymbol && Symbol.IsWhole(name)
        : name.Length <= IntentLimits.MaxName && Name.IsWhole(name);

    private bool IsObject(JsonElement value, string path)
    {
        if (value.ValueKind == JsonValueKind.Object)
        {
            return true;
        }

        faults.Add(new LimitFault(path, "an object is wanted"));
        return false;
    }
}
