using System.Collections.Concurrent;

namespace Pipeline.Venues.Versions;

/// <summary>
/// Keeps what the version that works has exchanged with the venue in one call, and gives it to the one in the shadow instead of the venue. What that asks for
/// and the other did not ask for now, the time for example, is answered as it was answered last.
/// </summary>
public sealed class ShadowTape
{
    // One entry for each kind of question; where an order's id is a part of it, there is no end of them.
    private const int MostKept = 256;

    private readonly AsyncLocal<ShadowCall?> call = new();
    private readonly ConcurrentDictionary<string, RawExchange> last = new();
    private readonly ConcurrentDictionary<string, bool> asked = new();

    /// <summary>
    /// Whether a call that the version in the shadow did not make now is one that it does make: when it asks for the time, for example, is its own affair. What changes
    /// something must be made in its turn.
    /// </summary>
    internal bool IsAskedInItsOwnTime(RawExchange exchange) => exchange.Method == HttpMethod.Get.Method && asked.ContainsKey(exchange.Kind);

    /// <summary>Told of every call that was compared.</summary>
    public Action Compared { get; init; } = () => { };

    /// <summary>Carries the requests of the version that works.</summary>
    /// <param name="venue">The way to the venue.</param>
    public HttpMessageHandler Recording(HttpMessageHandler venue) => new RecordingHandler(this, venue);

    /// <summary>Answers the requests of the version in the shadow. Nothing leaves.</summary>
    /// <param name="differs">Told where a request is another one.</param>
    public HttpMessageHandler Replaying(Action<AdapterDifference> differs) => new ReplayingHandler(this, differs);

    /// <summary>Starts a call of the version that works; what it exchanges from now on is the call's.</summary>
    internal List<RawExchange> Begin()
    {
        call.Value = new ShadowCall([], IsPartly: false);
        return call.Value.Exchanges;
    }

    /// <summary>Has the version in the shadow make the same call.</summary>
    internal void Replay(ShadowCall played) => call.Value = played;

    private void Add(RawExchange exchange)
    {
        if (exchange.Method == HttpMethod.Get.Method)
        {
            if (last.Count >= MostKept && !last.ContainsKey(exchange.Kind))
            {
                last.Clear();
            }

            last[exchange.Kind] = exchange;
        }

        if (call.Value is { Exchanges: var exchanges })
        {
            lock (exchanges)
            {
                exchanges.Add(exchange);
            }
        }
    }

    private void NoteAsked(string kind)
    {
        if (asked.Count >= MostKept && !asked.ContainsKey(kind))
        {
            asked.Clear();
        }

        asked[kind] = true;
    }

    private RawExchange? Take(string kind)
    {
        if (call.Value is { Exchanges: var exchanges })
        {
            lock (exchanges)
            {
                if (exchanges.FirstOrDefault(each => each.Kind == kind) is { } exchange)
                {
                    exchanges.Remove(exchange);
                    return exchange;
                }
            }
        }

        return null;
    }

    private sealed class RecordingHandler(ShadowTape tape, HttpMessageHandler venue) : DelegatingHandler(venue)
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);

            // A body that can be written once can be looked at as a stream.
            var sent = request.Content is null ? [] : await BytesOf(await request.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
            var answer = await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
            var content = new ByteArrayContent(answer);
            response.Content = content;
            tape.Add(new RawExchange(request.Method.Method, request.RequestUri!, sent, (int)response.StatusCode, answer, [.. response.Headers]));
            return response;
        }
    }

    private sealed class ReplayingHandler(ShadowTape tape, Action<AdapterDifference> differs) : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var kind = $"{request.Method.Method} {request.RequestUri!.AbsolutePath}";
            tape.NoteAsked(kind);
            var sent = request.Content is null ? [] : await BytesOf(await request.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
            if (tape.Take(kind) is { } exchange)
            {
                foreach (var difference in tape.call.Value is { IsPartly: true } ? [] : RequestFields.Compare(kind, exchange.Address, exchange.Request, request.RequestUri!, sent))
                {
                    differs(difference);
                }

                return exchange.ToResponse();
            }

            if (request.Method == HttpMethod.Get && tape.last.TryGetValue(kind, out var before))
            {
                return before.ToResponse();
            }

            differs(new AdapterDifference("request", "call", null, "no such call", kind));
            return new HttpResponseMessage(System.Net.HttpStatusCode.ServiceUnavailable) { Content = new ByteArrayContent([]) };
        }
    }

    private static async Task<byte[]> BytesOf(Stream stream, CancellationToken cancellationToken)
    {
        using var copy = new MemoryStream();
        await stream.CopyToAsync(copy, cancellationToken).ConfigureAwait(false);
        return copy.ToArray();
    }
}
