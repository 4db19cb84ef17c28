namespace Pipeline.Venues.Kit;

/// <summary>How one venue wants to be spoken to over HTTP.</summary>
public interface IVenueManners
{
    /// <summary>The venue's name.</summary>
    string Venue { get; }

    /// <summary>Says who asks: the headers that every request bears.</summary>
    void Introduce(HttpRequestMessage request);

    /// <summary>How long the venue wants to be left alone, by its answer; null where it does not say.</summary>
    TimeSpan? RetryAfter(HttpResponseMessage response, DateTimeOffset now);

    /// <summary>
    /// Whether an answer of 4xx refuses our credentials. Where the venue says it no other way, an order may be forbidden for what it is; a question is only forbidden
    /// to whoever asks.
    /// </summary>
    bool RefusesCredentials(int status, ReadOnlySpan<byte> body, bool isQuestion) => status == 401 || (status == 403 && isQuestion);

    /// <summary>Whether a status wants fewer calls, also where no time is named; one that refuses our credentials does not.</summary>
    bool WantsFewerCalls(int status) => status == 429;

    /// <summary>The key's secret and its public half: what the venue repeats of the secret is taken out before anybody reads the answer.</summary>
    Hidden Hidden { get; }

    /// <summary>Takes out of a request or an answer what must be in no record: keys, secrets, signatures.</summary>
    string Redact(string text);
}
