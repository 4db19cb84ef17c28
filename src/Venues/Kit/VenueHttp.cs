using System.Net;
using Pipeline.Metering;

namespace Pipeline.Venues.Kit;

/// <summary>
/// One request, one answer. Nothing here repeats a request, follows a redirect or keeps a cookie, and no time runs but the
/// caller's token and the connect timeout. While the venue wants to be left alone nothing is sent.
/// </summary>
/// <param name="handler">Carries the requests; stays the caller's to dispose.</param>
/// <param name="manners">How this venue is spoken to.</param>
/// <param name="pause">For how long it wants to be left alone.</param>
/// <param name="clock">The time.</param>
/// <param name="longestPause">Longest that one answer has it left alone (<see cref="VenueOptions.LongestPause"/>).</param>
public sealed class VenueHttp(HttpMessageHandler handler, IVenueManners manners, VenuePause pause, TimeProvider clock, TimeSpan longestPause) : IDisposable
{
    private const int TooManyRequests = 429;
    private const int FirstClientError = 400;
    private const int FirstServerError = 500;
    private const string RequestIdHeader = "X-Request-ID";
    private const int LargestAnswer = 32 * 1024 * 1024;

    // An idle connection is given up before the venue would close it, so that an order seldom meets a closing one.
    private static readonly TimeSpan LongestIdle = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan LongestLife = TimeSpan.FromMinutes(10);

    private readonly HttpClient client = new(handler, disposeHandler: false)
    {
        Timeout = Timeout.InfiniteTimeSpan,
        MaxResponseContentBufferSize = LargestAnswer,
    };

    /// <summary>The handler for real connections: pooled, without redirects, cookies or repeats of its own, and by no proxy but the one that is named.</summary>
    /// <param name="connectTimeout">Longest that making a connection may take.</param>
    /// <param name="proxy">Address of the proxy (<see cref="VenueOptions.Proxy"/>); empty is none.</param>
    public static SocketsHttpHandler CreateHandler(TimeSpan connectTimeout, string proxy = "") => new()
    {
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,
        UseCookies = false,
        UseProxy = proxy.Length > 0,
        Proxy = proxy.Length > 0 ? new WebProxy(proxy) : null,
        ActivityHeadersPropagator = null,
        ConnectTimeout = connectTimeout,
        PooledConnectionIdleTimeout = LongestIdle,
        PooledConnectionLifetime = LongestLife,
    };

    /// <summary>Sends one request, once, and has it written down where somebody wants to know.</summary>
    /// <param name="method">The method.</param>
    /// <param name="address">Where to.</param>
    /// <param name="content">The body of what changes something; null for a question.</param>
    /// <param name="cancellationToken">Ends the waiting, not what was sent.</param>
    public async Task<VenueReply> SendAsync(HttpMethod method, Uri address, OnceContent? content, CancellationToken cancellationToken)
    {
        if (pause.Left(address) is var left && left > TimeSpan.Zero)
        {
            return content is null
                ? new VenueReply.Answered(TooManyRequests, default, left)
                : new VenueReply.NotSent($"{SubmitOutcome.NotSent.LeftAlone}: the venue wants no calls for another {left}");
        }

        var reply = await ExchangeAsync(method, address, content, cancellationToken).ConfigureAwait(false);
        WireTape.Current?.Add(Written(method, address, content, reply));
        return reply;
    }

    /// <inheritdoc/>
    public void Dispose() => client.Dispose();

    private async Task<VenueReply> ExchangeAsync(HttpMethod method, Uri address, OnceContent? content, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, address)
        {
            Content = content,
            Version = HttpVersion.Version11,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        manners.Introduce(request);
        request.Headers.TryAddWithoutValidation("Accept", "application/json");
        request.Headers.TryAddWithoutValidation("User-Agent", "pipeline");
        try
        {
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseContentRead, cancellationToken)
                .ConfigureAwait(false);
            var body = manners.Hidden.Clean(await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false));
            var status = (int)response.StatusCode;
            var areCredentialsRefused = status is >= FirstClientError and < FirstServerError && manners.RefusesCredentials(status, body.Span, content is null);
            if (areCredentialsRefused)
            {
                VenueMeters.CountCredentialsRefused(manners.Venue);
            }

            pause.Answering.Note(status < FirstServerError);
            var retryAfter = Pause(response, address, !areCredentialsRefused && manners.WantsFewerCalls(status));
            return new VenueReply.Answered(status, body, retryAfter) { RequestId = RequestIdOf(response), Redact = manners.Redact };
        }
        catch (WithheldException e)
        {
            return new VenueReply.NotSent(e.Message);
        }
        catch (HttpRequestException e) when (FailedToConnect(e) && content is not { IsBegun: true })
        {
            pause.Answering.Note(isAnswered: false);
            return new VenueReply.NotSent($"{Code(e)}: {Untrusted.Cap(manners.Redact(e.Message))}");
        }
        catch (OperationCanceledException)
        {
            pause.Answering.Note(isAnswered: false);
            return new VenueReply.NoAnswer("TIMEOUT");
        }
        catch (Exception e)
        {
            // Whatever broke, it broke after the request may have left.
            pause.Answering.Note(isAnswered: false);
            return new VenueReply.NoAnswer($"CONNECTION_BROKEN: {Untrusted.Cap(manners.Redact(e.Message))}");
        }
    }

    private TimeSpan? Pause(HttpResponseMessage response, Uri address, bool wantsFewerCalls)
    {
        var asked = Bounded(manners.RetryAfter(response, clock.GetUtcNow()));
        if (asked > TimeSpan.Zero)
        {
            pause.Begin(address, asked.Value);
            return asked;
        }

        if (wantsFewerCalls)
        {
            return pause.BeginUnsaid(address);
        }

        pause.NoteTaken(address);
        return asked;
    }

    // A date years ahead is one broken header, and must not take the venue away until somebody restarts the process.
    private TimeSpan? Bounded(TimeSpan? asked)
    {
        if (!(asked > longestPause))
        {
            return asked;
        }

        VenueMeters.CountPauseShortened(manners.Venue);
        return longestPause;
    }

    private WireExchange Written(HttpMethod method, Uri address, OnceContent? content, VenueReply reply)
    {
        (int? status, string answer, string? requestId) = reply switch
        {
            VenueReply.Answered answered => ((int?)answered.Status, WireText.Of(answered.Body.Span, manners), answered.RequestId),
            VenueReply.NotSent notSent => ((int?)null, WireText.Of($"not sent: {notSent.Reason}", manners), (string?)null),
            VenueReply.NoAnswer none => ((int?)null, WireText.Of($"no answer: {none.Reason}", manners), (string?)null),
            _ => throw new ArgumentOutOfRangeException(nameof(reply), reply, "Not a reply"),
        };
        return new WireExchange(
            method.Method, WireText.Of(address.AbsoluteUri, manners), content is null ? null : WireText.Of(content.Body.Span, manners), status, answer, requestId);
    }

    private string? RequestIdOf(HttpResponseMessage response) =>
        response.Headers.TryGetValues(RequestIdHeader, out var values) ? Untrusted.Cap(manners.Redact(string.Join(',', values))) : null;

    private static bool FailedToConnect(HttpRequestException e) => e.HttpRequestError is
        HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError;

    private static string Code(HttpRequestException e) => e.HttpRequestError switch
    {
        HttpRequestError.NameResolutionError => "NAME_RESOLUTION_FAILED",
        HttpRequestError.SecureConnectionError => "TLS_FAILED",
        _ => "CONNECTION_FAILED",
    };
}
