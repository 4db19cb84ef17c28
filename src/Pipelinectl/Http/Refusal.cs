using System.Net;
using System.Text.Json;

namespace Pipeline.Pipelinectl.Http;

/// <summary>Turns an answer that is no success, a problem document as a rule, into an end of the program with advice.</summary>
internal static class Refusal
{
    /// <summary>Said of an act whose answer nobody has heard.</summary>
    public const string Doubt = "The act may have been done all the same: look before you repeat it";

    /// <param name="status">The answer's.</param>
    /// <param name="body">What it says.</param>
    /// <param name="address">Who answered.</param>
    /// <param name="isAct">Whether something was to be done.</param>
    /// <param name="retryAfter">For how long to leave it alone, where it says so.</param>
    public static CtlException Of(HttpStatusCode status, string body, Uri address, bool isAct, TimeSpan? retryAfter = null)
    {
        var problem = ProblemOf(body) ?? $"it answered {(int)status} at {address}";
        return status switch
        {
            HttpStatusCode.Unauthorized when body.Contains("\"credentials-missing\"", StringComparison.Ordinal) => new(
                ExitCode.NotAllowed, "This pipeline wants to know who asks: set PIPELINE_TOKEN to your operator's token (read -rs PIPELINE_TOKEN && export PIPELINE_TOKEN)"),
            HttpStatusCode.Unauthorized => new(
                ExitCode.NotAllowed, "The token that was sent belongs to none of the pipeline's operators: look at PIPELINE_TOKEN, and at --operator-tokens where the pipeline is started"),
            HttpStatusCode.Forbidden => new(ExitCode.NotAllowed, $"Not allowed: {problem}"),
            HttpStatusCode.NotFound or HttpStatusCode.MethodNotAllowed when IsNotServed(body) => new(
                ExitCode.Unreachable, $"The process at {address} does not serve this: another worker of the pipeline does, the operator's as a rule. Name its address with --url or PIPELINE_URL"),
            HttpStatusCode.TooManyRequests => new(
                ExitCode.Unreachable, $"{problem} {(retryAfter is { } wait ? $"Try again in {Math.Ceiling(wait.TotalSeconds):0} s" : "Try again in a while")}"),
            HttpStatusCode.NotFound => new(ExitCode.NotFound, problem),
            HttpStatusCode.Conflict => new(ExitCode.DoesNotFit, $"Nothing was done: {problem}"),
            HttpStatusCode.BadRequest => new(ExitCode.BadRequest, problem),
            >= HttpStatusCode.InternalServerError => new(
                ExitCode.Unreachable,
                $"The pipeline can't answer now: {problem} {new Uri(address, "health/ready")} says what it misses{(isAct && !SaysWhatIsRecorded(body) ? $". {Doubt}" : "")}"),
            _ => new(ExitCode.BadRequest, problem),
        };
    }

    // What a pipeline says of a path that it knows has words of its own.
    private static bool IsNotServed(string body) => ProblemOf(body) is null or "Not Found." or "Method Not Allowed.";

    // A gateway's page says nothing of what was done behind it.
    private static bool SaysWhatIsRecorded(string body) => body.Contains("\"may_be_recorded\"", StringComparison.Ordinal);

    private static string? ProblemOf(string body)
    {
        try
        {
            var problem = JsonSerializer.Deserialize<JsonElement>(body);
            return problem.ValueKind == JsonValueKind.Object && Text(problem, "title") is { } title
                ? Text(problem, "detail") is { } detail ? $"{title}: {detail.TrimEnd('.')}." : $"{title}."
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string? Text(JsonElement problem, string name) =>
        problem.TryGetProperty(name, out var text) && text.ValueKind == JsonValueKind.String ? text.GetString() : null;
}
