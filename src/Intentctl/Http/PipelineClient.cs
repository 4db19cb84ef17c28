using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Pipeline.Intentctl.Http;

/// <summary>Asks the pipeline over HTTP. Whatever goes wrong becomes one sentence that says what to do.</summary>
internal sealed class PipelineClient(Uri url) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    // The slash at the end keeps the path of an address that has one, behind a proxy for example.
    private readonly HttpClient http = new() { BaseAddress = new Uri(url.AbsoluteUri.TrimEnd('/') + "/"), Timeout = Patience };

    /// <summary>Sends a document as it is.</summary>
    /// <exception cref="IntentctlException">It was not taken, or nobody answered.</exception>
    public async Task<JsonElement> PostAsync(string path, string document, string? idempotencyKey, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(document, Encoding.UTF8, new MediaTypeHeaderValue("application/json")) };
        if (idempotencyKey is not null && !request.Headers.TryAddWithoutValidation("Idempotency-Key", idempotencyKey))
        {
            throw new IntentctlException(ExitCode.Usage, "--idempotency-key: there is a character in it that no header can have");
        }

        try
        {
            using var response = await http.SendAsync(request, cancellationToken).ConfigureAwait(false);
            var text = await response.Content.ReadAsStringAsync(cancellationToken).ConfigureAwait(false);
            return response.IsSuccessStatusCode ? JsonSerializer.Deserialize<JsonElement>(text) : throw Refusal(response.StatusCode, text);
        }
        catch (JsonException e)
        {
            throw new IntentctlException(ExitCode.Unreachable, $"What answers at {http.BaseAddress} is not a pipeline. Look at --url and PIPELINE_URL", e);
        }
        catch (HttpRequestException e)
        {
            throw new IntentctlException(
                ExitCode.Unreachable, $"The pipeline at {http.BaseAddress} can't be reached ({e.Message}). Is it running there? Name another address with --url or PIPELINE_URL", e);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new IntentctlException(ExitCode.Unreachable, $"The pipeline at {http.BaseAddress} has not answered in {Patience.TotalSeconds:0} s", e);
        }
    }

    public void Dispose() => http.Dispose();

    private IntentctlException Refusal(HttpStatusCode status, string body)
    {
        var problem = ProblemOf(body) ?? $"it answered {(int)status}";
        return status >= HttpStatusCode.InternalServerError
            ? new IntentctlException(ExitCode.Unreachable, $"The pipeline at {http.BaseAddress} can't answer now: {problem}")
            : new IntentctlException(ExitCode.BadRequest, problem);
    }

    // Every fault with its place, so that an agent can mend all of them at once.
    private static string? ProblemOf(string body)
    {
        try
        {
            var problem = JsonSerializer.Deserialize<JsonElement>(body);
            return problem.Text("title") is { Length: > 0 } title
                ? string.Join(Environment.NewLine, problem.List("errors").Select(fault => $"  {fault.Text("path")} {fault.Text("code")}: {fault.Text("message")}")
                    .DefaultIfEmpty($"  {problem.Text("detail")}").Prepend(title))
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
