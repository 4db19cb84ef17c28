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
    /// <param name="refusal">A refusal of a status, with a code and a message where they are said, in the venue's words.</param>
    public static SimulatedResponse Of(
        ApiAnswer? genuine, Effects effects, IReadOnlyList<KeyValuePair<string, string>> headers, Func<int, int?, string?, ApiError> refusal)
    {
        if (effects.IsNone && genuine is { } answer)
        {
            return new SimulatedResponse(answer.Status, answer.Body) { Headers = headers };
        }

        var said = effects.Status is >= 400 and { } refused ? refusal(refused, effects.Code, effects.Message) : null;
        var status = said?.Status ?? effects.Status ?? genuine?.Status ?? 200;
        var (body, type) = Spoil(effects.Answer, status, Body(genuine, effects, status, said));
        return new SimulatedResponse(status, body)
        {
            ContentType = type,
            Headers = effects.RetryAfter is { } wait ? [.. headers, new("Retry-After", Seconds(wait))] : headers,
        };
    }

    private static (ReadOnlyMemory<byte> Body, string Type) Body(ApiAnswer? genuine, Effects effects, int status, ApiError? said) => effects switch
    {
        { Body: { ValueKind: JsonValueKind.String } text } => (Encoding.UTF8.GetBytes(text.GetString()!), Json),
        { Body: { } json } => (JsonEdit.Apply(Encoding.UTF8.GetBytes(json.GetRawText()), effects), Json),
        { Code: null, Message: null } when effects.Status is 502 or 503 or 504 => (Page(status), Html),
        _ when said is not null => (JsonEdit.Apply(said.ToAnswer().Body, effects), Json),
        _ => (JsonEdit.Apply(genuine?.Body ?? "{}"u8.ToArray(), effects), Json),
    };

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
