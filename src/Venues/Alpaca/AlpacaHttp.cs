using Pipeline.Metering;
using System.Net;

namespace Pipeline.Venues.Alpaca;

/// <summary>
/// One request, one answer. Nothing here repeats a request, follows a redirect or keeps a cookie, and no time runs but the
/// caller's token and the connect timeout. While the venue wants to be left alone nothing is sent.
/// </summary>
internal sealed class AlpacaHttp(HttpMessageHandler handler, AlpacaCredentials credentials, VenuePause pause, TimeProvider clock) : IDisposable
{
    private const int TooManyRequests = 429;
    private const int LargestAnswer = 32 * 1024 * 1024;

    // An idle connection is given up before the venue would close it, so that an order seldom meets a closing one.
    private static readonly TimeSpan LongestIdle = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan LongestLife = TimeSpan.FromMinutes(10);

    private readonly HttpClient client = new(handler, disposeHandler: false)
    {
        Timeout = Timeout.InfiniteTimeSpan,
        MaxResponseContentBufferSize = LargestAnswer,
    };

    /// <summary>The handler for real connections.</summary>
    public static SocketsHttpHandler CreateHandler(AlpacaOptions options) => new()
    {
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,
        UseCookies = false,
        UseProxy = false,
        ActivityHeadersPropagator = null,
        ConnectTimeout = options.ConnectTimeout,
        PooledConnectionIdleTimeout = LongestIdle,
        PooledConnectionLifetime = LongestLife,
    };

    public async Task<AlpacaAnswer> SendAsync(HttpMethod method, Uri address, OnceContent? content, CancellationToken cancellationToken)
    {
        if (pause.Left(address) is var left && left > TimeSpan.Zero)
        {
            return content is null
                ? new AlpacaAnswer.Answered(TooManyRequests, default, left)
                : new AlpacaAnswer.NotSent($"LEFT_ALONE: the venue wants no calls for another {left}");
        }

        using var request = new HttpRequestMessage(method, address)
        {
            Content = content,
            Version = HttpVersion.Version11,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        request.Headers.TryAddWithoutValidation("APCA-API-KEY-ID", credentials.KeyId);
        request.Headers.TryAddWithoutValidation("APCA-API-SECRET-KEY", credentials.Secret);
        request.Headers.TryAddWithoutValidation("Accept", "application/json");
        request.Headers.TryAddWithoutValidation("User-Agent", "pipeline");
        try
        {
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseContentRead, cancellationToken)
                .ConfigureAwait(false);
            var body = await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
            if (IsRefusalOfCredentials(response, content))
            {
                VenueMeters.CountCredentialsRefused(NewsReader.Venue);
            }

            var retryAfter = RetryAfter.Of(response, clock.GetUtcNow());
            if (retryAfter is { } asked)
            {
                pause.Begin(address, asked);
            }

            return new AlpacaAnswer.Answered((int)response.StatusCode, body, retryAfter);
        }
        catch (WithheldException e)
        {
            return new AlpacaAnswer.NotSent(e.Message);
        }
        catch (HttpRequestException e) when (FailedToConnect(e) && content is not { IsBegun: true })
        {
            return new AlpacaAnswer.NotSent($"{Code(e)}: {Untrusted.Cap(e.Message)}");
        }
        catch (OperationCanceledException)
        {
            return new AlpacaAnswer.NoAnswer("TIMEOUT");
        }
        catch (Exception e)
        {
            // Whatever broke, it broke after the request may have left.
            return new AlpacaAnswer.NoAnswer($"CONNECTION_BROKEN: {Untrusted.Cap(e.Message)}");
        }
    }

    public void Dispose() => client.Dispose();

    // An order may be forbidden for what it is; a question is only forbidden to whoever asks.
    private static bool IsRefusalOfCredentials(HttpResponseMessage response, OnceContent? content) =>
        response.StatusCode == HttpStatusCode.Unauthorized || (response.StatusCode == HttpStatusCode.Forbidden && content is null);

    private static bool FailedToConnect(HttpRequestException e) => e.HttpRequestError is
        HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError;

    private static string Code(HttpRequestException e) => e.HttpRequestError switch
    {
        HttpRequestError.NameResolutionError => "NAME_RESOLUTION_FAILED",
        HttpRequestError.SecureConnectionError => "TLS_FAILED",
        _ => "CONNECTION_FAILED",
    };
}

/// <summary>What came of one request. A closed set.</summary>
internal abstract record AlpacaAnswer
{
    private AlpacaAnswer()
    {
    }

    /// <param name="Status">HTTP status.</param>
    /// <param name="Body">As it came; untrusted.</param>
    /// <param name="RetryAfter">How long the venue wants to be left alone, where it said so.</param>
    public sealed record Answered(int Status, ReadOnlyMemory<byte> Body, TimeSpan? RetryAfter) : AlpacaAnswer
    {
        public bool IsSuccess => Status is >= 200 and < 300;
    }

    /// <summary>No connection was made, and not a byte of the request was written.</summary>
    public sealed record NotSent(string Reason) : AlpacaAnswer;

    /// <summary>The request was, or may have been, written; a whole answer did not come.</summary>
    public sealed record NoAnswer(string Reason) : AlpacaAnswer;
}
