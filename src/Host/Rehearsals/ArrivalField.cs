using System.Text.Json;

namespace Pipeline.Host.Rehearsals;

/// <summary>The extra field <c>at</c> of an intent in a file, which says when it arrives.</summary>
internal static class ArrivalField
{
    public const string Name = "at";

    /// <summary>Whether a field is this one. A name with half of a surrogate pair can't be compared and is not; it stays, for the strict parser to refuse.</summary>
    public static bool Is(JsonProperty property)
    {
        try
        {
            return property.NameEquals(Name);
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    /// <summary>When an intent arrives.</summary>
    /// <param name="intent">The intent as it stands in the file.</param>
    /// <param name="day">Whose time it is where a time of day stands there.</param>
    /// <param name="otherwise">When one arrives that does not say.</param>
    /// <exception cref="FormatException">It can't be told.</exception>
    public static DateTimeOffset Of(JsonElement intent, DateOnly day, DateTimeOffset otherwise)
    {
        var times = intent.ValueKind == JsonValueKind.Object ? intent.EnumerateObject().Where(Is).Select(property => property.Value).ToList() : [];
        return times switch
        {
            [] => otherwise,
            [{ ValueKind: JsonValueKind.String } text] => Parse(TextOf(text), day),
            [_] => throw new FormatException("is no text; write \"10:30\", or an instant with an offset"),
            _ => throw new FormatException("stands there twice"),
        };
    }

    // An escape may stand for half of a surrogate pair, which no text that the reader makes can hold.
    private static string TextOf(JsonElement text)
    {
        try
        {
            return text.GetString()!;
        }
        catch (InvalidOperationException e)
        {
            throw new FormatException("has half of a character, a surrogate without its other half", e);
        }
    }

    private static DateTimeOffset Parse(string text, DateOnly day)
    {
        try
        {
            return NewYorkTime.Parse(text, day);
        }
        catch (FormatException e)
        {
            throw new FormatException($"'{text}' {e.Message}", e);
        }
    }
}
