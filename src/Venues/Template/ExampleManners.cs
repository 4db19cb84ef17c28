using Pipeline.Venues.Kit;

namespace Pipeline.Venues.Template;

/// <summary>How the venue wants to be spoken to: who asks goes in a header, and a 429 says how long to wait.</summary>
internal sealed class ExampleManners(string keyId, string secret) : IVenueManners
{
    public Hidden Hidden { get; } = new([secret], keyId);

    public string Venue => "example";

    public void Introduce(HttpRequestMessage request)
    {
        request.Headers.TryAddWithoutValidation("X-Key", keyId);
        request.Headers.TryAddWithoutValidation("X-Secret", secret);
    }

    public TimeSpan? RetryAfter(HttpResponseMessage response, DateTimeOffset now) => (int)response.StatusCode == 429 ? RetryAfterHeader.Of(response, now) : null;

    // Whatever else is secret in a request, a signature for example, goes out here too.
    public string Redact(string text) => Hidden.Redact(text);
}
