using System.Text.Json;
using Pipeline.Pipelinectl.Http;

namespace Pipeline.Pipelinectl.Screens;

/// <summary>How old something is, as exactly as a person needs it.</summary>
internal static class Age
{
    public static string Of(JsonElement one) => one.Part("age_s") is { ValueKind: JsonValueKind.Number } seconds
        ? TimeSpan.FromSeconds(seconds.GetInt64()) switch
        {
            { TotalMinutes: < 1 } age => $"{age.Seconds} s",
            { TotalHours: < 1 } age => $"{age.Minutes} min",
            { TotalDays: < 1 } age => $"{age.Hours} h {age.Minutes} min",
            var age => $"{age.Days} d {age.Hours} h",
        }
        : "";
}
