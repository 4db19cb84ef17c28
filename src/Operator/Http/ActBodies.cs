using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;
using Pipeline.Store.Steps;

namespace Pipeline.Operator.Http;

/// <summary>Reads what an act says, strictly. What is wrong is named with its field and what it may be.</summary>
internal static class ActBodies
{
    private static readonly JsonSerializerOptions Strict = new(JsonSerializerOptions.Strict)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false), new InstantConverter() },
    };

    /// <returns>The body; or the problem, as a type and what to do.</returns>
    public static async Task<(TBody? Body, (string Type, string Detail)? Fault)> ReadAsync<TBody>(HttpRequest request)
        where TBody : ActBody
    {
        try
        {
            var body = await JsonSerializer.DeserializeAsync<TBody>(request.Body, Strict, request.HttpContext.RequestAborted).ConfigureAwait(false);
            return body?.Why.Trim().Length is > 0 and <= Actor.LongestWhy ? (body, null) : (null, ("reason-missing", $"why must be said, in 1 to {Actor.LongestWhy} characters. {Wanted<TBody>()}"));
        }
        catch (JsonException e)
        {
            return (null, FaultOf<TBody>(e));
        }
    }

    private static (string Type, string Detail) FaultOf<TBody>(JsonException e)
        where TBody : ActBody
    {
        var name = e.Path is ['$', '.', .. var path] ? path : null;
        return (name, ActBody.FieldsOf<TBody>().FirstOrDefault(field => field.Name == name).Type) switch
        {
            (null, _) when e.Message.Contains("missing required", StringComparison.Ordinal) =>
                e.Message.Contains("'why'", StringComparison.Ordinal) ? ("reason-missing", $"why must be said. {Wanted<TBody>()}") : ("body-wrong", $"A field is missing. {Wanted<TBody>()}"),
            (null, _) => ("body-wrong", $"The body is no JSON that can be read. {Wanted<TBody>()}"),
            (_, null) => ("body-wrong", $"There is no field {(name.Length > 64 ? name[..64] : name)}, or it is said twice. {Wanted<TBody>()}"),
            var (_, type) => ("body-wrong", $"{name} is wrong: {Allowed(type)} is wanted."),
        };
    }

    private static string Wanted<TBody>()
        where TBody : ActBody => $"Send a JSON object with {string.Join(", ", ActBody.FieldsOf<TBody>().Select(field => field.Name))} and nothing else: why has 1 to {Actor.LongestWhy} characters.";

    private static string Allowed(Type type) => (Nullable.GetUnderlyingType(type) ?? type) switch
    {
        { IsEnum: true } words => $"one of {string.Join(", ", Enum.GetNames(words).Select(JsonNamingPolicy.SnakeCaseLower.ConvertName))}",
        var of when of == typeof(decimal) || of == typeof(int) || of == typeof(long) => "a number",
        var of when of == typeof(bool) => "true or false",
        var of when of == typeof(DateTimeOffset) => "a time such as 2026-03-02T15:30:00Z",
        var of when of == typeof(string) => "a text",
        var of => $"a value of {of.Name}",
    };

    // Without its zone a time would be one of the machine's.
    private sealed class InstantConverter : JsonConverter<DateTimeOffset>
    {
        public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TryGetDateTime(out var time) && time.Kind != DateTimeKind.Unspecified ? reader.GetDateTimeOffset() : throw new JsonException();

        public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) => writer.WriteStringValue(value);
    }
}
