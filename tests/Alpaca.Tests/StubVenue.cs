using System.Net;
using System.Text;

namespace Pipeline.Venues.Alpaca.Tests;

/// <summary>Answers requests as the test says, on the caller's thread, and keeps what it was asked.</summary>
internal sealed class StubVenue : HttpMessageHandler
{
    public static readonly AlpacaOptions Options = new() { Url = "http://127.0.0.1:9", KeyId = "key", ReconnectPause = TimeSpan.FromSeconds(1) };

    public static readonly AlpacaCredentials Credentials = new("key", "hush");

    /// <summary>Method and path with query of each request, in order.</summary>
    public List<string> Asked { get; } = [];

    public List<string> Bodies { get; } = [];

    public List<HttpRequestMessage> Requests { get; } = [];

    public Func<string, HttpResponseMessage> OnRequest { get; set; } = path => throw new InvalidOperationException($"Nobody said what {path} answers");

    public static HttpResponseMessage Json(string body, int status = 200) => Answer(body, status, "application/json");

    public static HttpResponseMessage Html(string body, int status) => Answer(body, status, "text/html");

    public static HttpResponseMessage Error(int status, int code, string message) => Json($$"""{"code":{{code}},"message":"{{message}}"}""", status);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var asked = $"{request.Method} {request.RequestUri!.PathAndQuery}";
        Requests.Add(request);
        Asked.Add(asked);
        Bodies.Add(request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken));
        return OnRequest(asked);
    }

    private static HttpResponseMessage Answer(string body, int status, string type) =>
        new((HttpStatusCode)status) { Content = new StringContent(body, Encoding.UTF8, type) };
}
