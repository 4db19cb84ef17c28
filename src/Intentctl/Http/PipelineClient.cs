using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text.Json;

namespace Pipeline.Intentctl.Http;

/// <summary>Asks the pipeline over HTTP, and gives up in time.</summary>
internal sealed class PipelineClient : IDisposable
{
    private readonly HttpClient http;
    private readonly Credentials credentials;
    private readonly TimeSpan patience;
    private long began = Stopwatch.GetTimestamp();

    /// <param name="url">Where the pipeline is.</param>
    /// <param name="credentials">Who asks.</param>
    /// <param name="patience">How long everything that is asked together may take.</param>
    public PipelineClient(Uri url, Credentials credentials, TimeSpan patience)
    {
        // A redirect would take the request elsewhere, and a proxy has no business between two programs of one machine.
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = !url.IsLoopback };

        // The slash at the end keeps the path of an address that has one, behind a proxy for example.
        http = new HttpClient(handler) { BaseAddress = new Uri(url.AbsoluteUri.TrimEnd('/') + "/"), Timeout = Timeout.InfiniteTimeSpan };
        (this.credentials, this.patience) = (credentials, patience);
    }

    public Uri Address => http.BaseAddress!;

    /// <summary>Whether requests are signed.</summary>
    public bool Signs => credentials.Signs;

    public void Dispose() => http.Dispose();

    /// <summary>What is asked from now on has the whole time again.</summary>
    public void Renew() => began = Stopwatch.GetTimestamp();

    /// <summary>Asks for something. What is no success ends the command.</summary>
    /// <exception cref="IntentctlException">It was refused, or nobody answered.</exception>
    public async Task<Reply> GetAsync(string path, CancellationToken cancellationToken)
    {
        var reply = await SendAsync(HttpMethod.Get, path, null, null, cancellationToken).ConfigureAwait(false);
        return Said(reply, isWrite: false);
    }

    /// <summary>The answer, where it is one.</summary>
    /// <exception cref="IntentctlException">It is a refusal.</exception>
    public Reply Said(Reply reply, bool isWrite) => !reply.IsSuccess ? throw new IntentctlException(Refusal.Of(reply, Address, isWrite))
        : reply.Body.ValueKind == JsonValueKind.Undefined ? throw new IntentctlException(Refusal.NoPipeline(reply, Address, isWrite, "a JSON document"))
        : reply;

    /// <summary>The answer, where it has what an answer of a pipeline has.</summary>
    /// <param name="reply">The answer.</param>
    /// <param name="missing">Says what it lacks; null for nothing.</param>
    /// <param name="isWrite">Whether what was asked may have been recorded.</param>
    /// <exception cref="IntentctlException">It lacks something.</exception>
    public Reply Shaped(Reply reply, Func<JsonElement, string?> missing, bool isWrite = false) =>
        missing(reply.Body) is { } lacks ? throw new IntentctlException(Refusal.NoPipeline(reply, Address, isWrite, lacks)) : reply;

    /// <summary>Sends a request, its body as it is, and returns whatever is answered.</summary>
    /// <exception cref="IntentctlException">Nobody answered in time.</exception>
    public async Task<Reply> SendAsync(HttpMethod method, string path, byte[]? body, string? idempotencyKey, CancellationToken cancellationToken)
    {
        using var content = body is null ? null : new SentContent(body);
        using var request = new HttpRequestMessage(method, path) { Content = content };
        if (idempotencyKey is not null)
        {
            request.Headers.TryAddWithoutValidation("Idempotency-Key", idempotencyKey);
        }

        request.RequestUri = new Uri(Address, path);
        credentials.AddTo(request, body ?? [], idempotencyKey, TimeProvider.System.GetUtcNow());
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        bound.CancelAfter(TimeSpan.FromTicks(Math.Max(0, (patience - Stopwatch.GetElapsedTime(began)).Ticks)));
        try
        {
            using var response = await http.SendAsync(request, bound.Token).ConfigureAwait(false);
            return await ReadAsync(response, bound.Token).ConfigureAwait(false);
        }
        catch (HttpRequestException e)
        {
            throw Unreachable($"The pipeline at {Address} can't be reached ({e.Message})", method, content, e);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw Unreachable($"The pipeline at {Address} has not answered in {patience.TotalSeconds:0.#} s", method, content, e);
        }
        catch (OperationCanceledException e)
        {
            throw new IntentctlException(IntentctlException.Stopped(MayBeRecorded(method, content, e)), e);
        }
    }

    private static async Task<Reply> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var text = await response.Content.ReadAsStringAsync(cancellationToken).ConfigureAwait(false);
        return new Reply(
            (int)response.StatusCode, text, JsonOf(text), response.Headers.RetryAfter?.Delta is { } delta ? (int)Math.Ceiling(delta.TotalSeconds) : null,
            response.Headers.TryGetValues("Link", out var links) && links.First().Split('<', '>') is [_, var next, ..] ? next.TrimStart('/') : null)
        {
            MediaType = response.Content.Headers.ContentType?.MediaType,
        };
    }

    private static JsonElement JsonOf(string text)
    {
        try
        {
            return JsonElement.Parse(text);
        }
        catch (JsonException)
        {
            return default;
        }
    }

    // What has no body, a cancel for example, may have been sent as soon as there was a connection.
    private static IntentctlException Unreachable(string message, HttpMethod method, SentContent? content, Exception e) => new(
        new Report
        {
            Code = ExitCode.Unavailable,
            Message = $"{message}. Is it running there? PIPELINE_URL names another address",
            Next = Refusal.Retry(null),
            MayBeRecorded = MayBeRecorded(method, content, e),
        },
        e);

    private static bool? MayBeRecorded(HttpMethod method, SentContent? content, Exception e) => method == HttpMethod.Get ? null
        : e is not HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError }
            && content is not { WasSent: false };

    /// <summary>A body that knows whether any of it may have left.</summary>
    private sealed class SentContent : HttpContent
    {
        private readonly byte[] body;

        public SentContent(byte[] body)
        {
            this.body = body;
            Headers.ContentType = new MediaTypeHeaderValue("application/json");
        }

        public bool WasSent { get; private set; }

        protected override Task SerializeToStreamAsync(Stream stream, System.Net.TransportContext? context)
        {
            WasSent = true;
            return stream.WriteAsync(body).AsTask();
        }

        protected override bool TryComputeLength(out long length)
        {
            length = body.Length;
            return true;
        }
    }
}
