using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Pipeline.Pipelinectl.Http;

/// <summary>Asks the pipeline over HTTP. Whatever goes wrong becomes one sentence that says what to do.</summary>
internal sealed class PipelineClient : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    // A quotation mark in a message takes two bytes so, not six.
    private static readonly JsonSerializerOptions Plainly = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly HttpClient http;
    private readonly bool isNamed;

    public PipelineClient(Uri url, string? token)
    {
        // A redirect would take the token elsewhere, and a proxy has no business between two programs of one machine.
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = !url.IsLoopback };

        // The slash at the end keeps the path of an address that has one, behind a proxy for example.
        http = new HttpClient(handler) { BaseAddress = new Uri(url.AbsoluteUri.TrimEnd('/') + "/"), Timeout = Patience };
        isNamed = token is not null;
        try
        {
            http.DefaultRequestHeaders.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        }
        catch (FormatException)
        {
            // The exception's message has the token in it.
            throw new CtlException(ExitCode.Usage, "The token has a character that none can have, a line break perhaps. Set PIPELINE_TOKEN anew");
        }
    }

    public async Task<JsonElement> GetAsync(string path, CancellationToken cancellationToken) =>
        (await SendAsync(HttpMethod.Get, path, null, cancellationToken).ConfigureAwait(false)).Answer;

    /// <summary>An answer that is text for people, Markdown for example.</summary>
    public async Task<string> GetTextAsync(string path, CancellationToken cancellationToken) =>
        (await SendTextAsync(HttpMethod.Get, path, null, cancellationToken).ConfigureAwait(false)).Answer;

    /// <summary>One page of a list, and the path of the next; null when there is none.</summary>
    public async Task<(JsonElement Page, string? Next)> PageAsync(string path, CancellationToken cancellationToken)
    {
        var (page, headers) = await SendAsync(HttpMethod.Get, path, null, cancellationToken).ConfigureAwait(false);
        return (page, headers.TryGetValues("Link", out var links) && links.First().Split('<', '>') is [_, var next, ..] ? next.TrimStart('/') : null);
    }

    /// <summary>Acts in the operator's name, with a reason.</summary>
    public Task<JsonElement> ActAsync(HttpMethod method, string path, string why, CancellationToken cancellationToken) =>
        ActAsync(method, path, (object)new { why }, cancellationToken);

    /// <summary>Acts in the operator's name, with a body that has a reason and more.</summary>
    public async Task<JsonElement> ActAsync(HttpMethod method, string path, object body, CancellationToken cancellationToken) => isNamed
        ? (await SendAsync(method, path, JsonContent.Create(body, options: Plainly), cancellationToken).ConfigureAwait(false)).Answer
        : throw new CtlException(ExitCode.NotAllowed, "An act needs a name: set PIPELINE_TOKEN to your operator's token (read -rs PIPELINE_TOKEN && export PIPELINE_TOKEN)");

    public void Dispose() => http.Dispose();

    private async Task<(JsonElement Answer, HttpResponseHeaders Headers)> SendAsync(
        HttpMethod method, string path, HttpContent? content, CancellationToken cancellationToken)
    {
        var (text, headers) = await SendTextAsync(method, path, content, cancellationToken).ConfigureAwait(false);
        try
        {
            return (JsonSerializer.Deserialize<JsonElement>(text), headers);
        }
        catch (JsonException e)
        {
            throw new CtlException(ExitCode.Unreachable, $"What answers at {http.BaseAddress} is not a pipeline. Look at --url and PIPELINE_URL", e);
        }
    }

    private async Task<(string Answer, HttpResponseHeaders Headers)> SendTextAsync(
        HttpMethod method, string path, HttpContent? content, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        try
        {
            using var response = await http.SendAsync(request, cancellationToken).ConfigureAwait(false);
            var text = await response.Content.ReadAsStringAsync(cancellationToken).ConfigureAwait(false);
            return response.IsSuccessStatusCode
                ? (text, response.Headers)
                : throw Refusal.Of(response.StatusCode, text, http.BaseAddress!, method != HttpMethod.Get, response.Headers.RetryAfter?.Delta);
        }
        catch (HttpRequestException e) when (method != HttpMethod.Get && !NeverLeft(e))
        {
            throw new CtlException(ExitCode.Unreachable, $"The answer of the pipeline at {http.BaseAddress} was lost ({e.Message}). {Refusal.Doubt}", e);
        }
        catch (HttpRequestException e)
        {
            throw new CtlException(
                ExitCode.Unreachable,
                $"The pipeline at {http.BaseAddress} can't be reached ({e.Message}). Is it running there? Name another address with --url or PIPELINE_URL",
                e);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            var doubt = method == HttpMethod.Get ? "" : $". {Refusal.Doubt}";
            throw new CtlException(ExitCode.Unreachable, $"The pipeline at {http.BaseAddress} has not answered in {Patience.TotalSeconds:0} s{doubt}", e);
        }
        catch (OperationCanceledException e) when (method != HttpMethod.Get)
        {
            throw new CtlException(ExitCode.Stopped, $"Stopped before the pipeline's answer. {Refusal.Doubt}", e);
        }
    }

    private static bool NeverLeft(HttpRequestException e) =>
        e.HttpRequestError is HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError;
}
