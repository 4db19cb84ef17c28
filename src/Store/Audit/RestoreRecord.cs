using System.Globalization;
using System.Text.Json;
using Pipeline.Store.Tables;
using Pipeline.Trading.Audit;

namespace Pipeline.Store.Audit;

/// <summary>Reads what the record of a restore says was lost. Anything can stand in a row that somebody has changed, and that says nothing.</summary>
internal static class RestoreRecord
{
    public static LostSequences? Read(string? at, string data)
    {
        try
        {
            using var alert = JsonDocument.Parse(data);
            var root = alert.RootElement;
            return root.GetProperty("code").GetString() == Alert.StoreRestored.Code && root.GetProperty("facts") is var facts
                && DateTimeOffset.TryParse(at, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var when)
                ? new LostSequences(facts.GetProperty("lost_after").GetInt64(), facts.GetProperty("goes_on_after").GetInt64(), when)
                : null;
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }
}
