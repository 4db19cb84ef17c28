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

    /// <summary>The key's secret and its public half: what the venue repeats of the secret is taken out before anybody reads the answer.</summary>
    Hidden Hidden { get; }

    /// <summary>Takes out of a request or an answer what must be in no record: keys, secrets, signatures.</summary>
    string Redact(string text);
}
