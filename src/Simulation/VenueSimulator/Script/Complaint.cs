using System.Text.Json;

namespace Pipeline.Simulation.VenueSimulator;

/// <summary>What is wrong with a document, in words that know nothing of the program that reads it.</summary>
internal static class Complaint
{
    /// <summary>About text that is no JSON.</summary>
    public static string OfText(string json, JsonException e) => string.IsNullOrWhiteSpace(json)
        ? "$: there is nothing in it"
        : $"$: not JSON, line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}: {FirstSentence(e)}";

    /// <summary>About JSON that is not what is wanted.</summary>
    public static string Of(JsonException e)
    {
        var (place, complaint) = JsonPart.Find(e);
        return $"{place}: {Words(complaint)}";
    }

    private static string Words(JsonException e)
    {
        // The serializer's own words name types of the program.
        var message = FirstSentence(e);
        return message.Contains("could not be mapped", StringComparison.Ordinal) ? "unknown field"
            : message.Contains("missing required", StringComparison.Ordinal) ? $"missing {message[(message.LastIndexOf(':') + 2)..]}"
            : message.StartsWith("Duplicate property", StringComparison.Ordinal) ? "is said twice"
            : message.Contains("could not be converted", StringComparison.Ordinal) ? "not a value this field takes"
            : message;
    }

    // What follows the first sentence are hints to programmers, and the place once more.
    private static string FirstSentence(JsonException e) => e.Message.Split(" Path: ")[0].Split(" LineNumber: ")[0].Split(". ")[0].Split(" which is not supported")[0].TrimEnd('.');
}
