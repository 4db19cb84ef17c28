using Pipeline.Venues.Kit;

namespace Pipeline.Venues.Alpaca;

/// <summary>The key goes in headers; a 429 or 503 says how long to wait.</summary>
internal sealed class AlpacaManners(AlpacaCredentials credentials) : IVenueManners
{
    public string Venue => NewsReader.Venue;

    public void Introduce(HttpRequestMessage request)
    {
        request.Headers.TryAddWithoutValidation("APCA-API-KEY-ID", credentials.KeyId);
        request.Headers.TryAddWithoutValidation("APCA-API-SECRET-KEY", credentials.Secret);
    }

    public TimeSpan? RetryAfter(HttpResponseMessage response, DateTimeOffset now) => Alpaca.RetryAfter.Of(response, now);

    public Hidden Hidden => credentials.Hidden;

    public string Redact(string text) => credentials.Hidden.Redact(text);
}
