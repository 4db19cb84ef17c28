using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Pipeline.Simulation.VenueSimulator;

/// <summary>What is answered, of what should be and what the behaviours say.</summary>
internal static class Answering
{
    private const string Html = "text/html; charset=UTF-8";
    private const string Json = "application/json; charset=UTF-8";

    /// <summary>The answer to a call that is answered.</summary>
    /// <param name="genuine">The true answer; null when the call was not performed.</param>
    /// <param name="effects">What is done to it.</param>
    /// <param name="headers">The headers it would bear.</param>
    public static SimulatedResponse Of(ApiAnswer? genuine, Effects effects, IReadOnlyList<KeyValuePair<string, string>> headers)
    {
        if (effects.IsNone && genuine is { } answer)
        {
            return new SimulatedResponse(answer.Status, answer.Body) { Headers = headers };
        }

        var status = effects.Status ?? genuine?.Status ?? 200;
        var (body, type) = Spoil(effects.Answer, status, Body(genuine, effects, status));
        return new SimulatedResponse(status, body)
        {
            ContentType = type,
            Headers = effects.RetryAfter is { } wait ? [.. headers, new("Retry-After", Seconds(wait))] : headers,
        };
    }

    private static (ReadOnlyMemory<byte> Body, string Type) Body(ApiAnswer? genuine, Effects effects, int status) => effects switch
    {
        { Body: { ValueKind: JsonValueKind.String } text } => (Encoding.UTF8.GetBytes(text.GetString()!), Json),
        { Body: { } json } => (JsonEdit.Apply(Encoding.UTF8.GetBytes(json.GetRawText()), effects), Json),
        { Code: null, Message: null } when effects.Status is 502 or 503 or 504 => (Page(status), Html),
        _ when effects.Status is >= 400 => (JsonEdit.Apply(Error(effects, status), effects), Json),
        _ => (JsonEdit.Apply(genuine?.Body ?? "{}"u8.ToArray(), effects), Json),
    };

    private static ReadOnlyMemory<byte> Error(Effects effects, int status) =>
        new ApiError(status, effects.Code ?? ApiError.CodeOf(status), effects.Message ?? ApiError.MessageOf(status)).ToAnswer().Body;

    private static (ReadOnlyMemory<byte> Body, string Type) Spoil(
        AnswerFault? fault, int status, (ReadOnlyMemory<byte> Body, string Type) answer) => fault switch
    {
        AnswerFault.Truncated => (answer.Body[..(answer.Body.Length / 2)], answer.Type),
        AnswerFault.Html => (Page(status), Html),
        AnswerFault.Empty => (ReadOnlyMemory<byte>.Empty, answer.Type),
        _ => answer,
    };

    // As a gateway in front of the venue writes it.
    private static byte[] Page(int status) => Encoding.UTF8.GetBytes(
        $"<html><head><title>{status}</title></head><body><center><h1>{status}</h1></center></body></html>");

    private static string Seconds(TimeSpan wait) => Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
}
