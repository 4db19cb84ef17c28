using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using Pipeline.Simulation.Processes;
using Pipeline.Simulation.VenueSimulator;
using Pipeline.Venues;
using Pipeline.Venues.Kit;

namespace Pipeline.Simulation.Venues;

/// <summary>
/// What lies between one process and the venue. A request that has left arrives, whatever becomes of its sender; an answer
/// reaches a process that stands still when it is woken, and a dead one never.
/// </summary>
internal sealed class Network(SimulatedProcess process, VenueConnection connection, VirtualClock clock) : HttpMessageHandler
{
    /// <summary>Opens a connection to the stream.</summary>
    public ValueTask<IVenueSocket> ConnectAsync(CancellationToken cancellationToken) =>
        ValueTask.FromResult<IVenueSocket>(new ProcessSocket(process, connection.Venue.Connect()));

    /// <summary>Opens a connection to the stream of market data.</summary>
    public ValueTask<IVenueSocket> ConnectMarketAsync(CancellationToken cancellationToken) =>
        ValueTask.FromResult<IVenueSocket>(new ProcessSocket(process, connection.Venue.Connect(isOfMarket: true)));

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        process.ThrowIfDead();
        (request.Content as OnceContent)?.Look();
        var sent = ToVenue(request);
        connection.Leave(process, sent);
        var answered = new TaskCompletionSource<SimulatedResponse>();
        clock.After(connection.Latency, () => _ = DeliverAsync(sent, answered));
        await using (cancellationToken.Register(() => answered.TrySetCanceled(cancellationToken)).ConfigureAwait(false))
        {
            var answer = await answered.Task.ConfigureAwait(false);
            if (answer.Broken is not BrokenConnection.Refused && request.Content is { } content)
            {
                // The adapter tells by this whether a byte can have left.
                await content.CopyToAsync(Stream.Null, CancellationToken.None).ConfigureAwait(false);
            }

            return answer.Broken is { } broken ? throw Failure(broken) : ToResponse(answer, request);
        }
    }

    private async Task DeliverAsync(SimulatedRequest request, TaskCompletionSource<SimulatedResponse> answered)
    {
        var answer = await connection.Venue.HandleAsync(request, CancellationToken.None).ConfigureAwait(false);
        connection.Answer(process, request, answer);
        clock.After(connection.Latency, () => process.Enter(() => answered.TrySetResult(answer)));
    }

    private static SimulatedRequest ToVenue(HttpRequestMessage request) => new(
        request.Method.Method, request.RequestUri!.AbsolutePath, request.RequestUri.Query, request.Content is OnceContent content ? content.Body : default)
    {
        KeyId = Header(request, "APCA-API-KEY-ID") ?? Header(request, "X-MBX-APIKEY"),
        SecretKey = Header(request, "APCA-API-SECRET-KEY"),
    };

    private static HttpResponseMessage ToResponse(SimulatedResponse answer, HttpRequestMessage request)
    {
        var content = new ReadOnlyMemoryContent(answer.Body);
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(answer.ContentType);
        var response = new HttpResponseMessage((HttpStatusCode)answer.Status) { Content = content, RequestMessage = request };
        foreach (var (name, value) in answer.Headers)
        {
            response.Headers.TryAddWithoutValidation(name, value);
        }

        return response;
    }

    private static HttpRequestException Failure(BrokenConnection broken) => broken == BrokenConnection.Refused
        ? new HttpRequestException(HttpRequestError.ConnectionError, "Connection refused", new SocketException((int)SocketError.ConnectionRefused))
        : new HttpRequestException("An error occurred while sending the request.", new IOException("Connection reset by peer"));

    private static string? Header(HttpRequestMessage request, string name) =>
        request.Headers.TryGetValues(name, out var values) ? values.First() : null;
}
