using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;

namespace Pipeline.Simulation.VenueSimulator;

/// <summary>
/// Lets an <see cref="HttpClient"/> talk to a simulated venue without sockets, on the caller's thread: a call that the venue
/// answers at once is complete when it returns.
/// </summary>
public sealed class SimulatedVenueHandler(SimulatedVenue venue) : HttpMessageHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var uri = request.RequestUri ?? throw new InvalidOperationException("A request needs an address.");
        var body = request.Content is null ? [] : await LookAtAsync(request.Content, cancellationToken);
        var answer = await venue.HandleAsync(
            new SimulatedRequest(request.Method.Method, uri.AbsolutePath, uri.Query, body)
            {
                KeyId = Header(request, "APCA-API-KEY-ID") ?? Header(request, "X-MBX-APIKEY"),
                SecretKey = Header(request, "APCA-API-SECRET-KEY"),
            },
            cancellationToken);
        return answer.Broken is { } broken ? throw Failure(broken) : Response(answer, request);
    }

    // A refused connection takes nothing of the body, and a body may tell whether it was taken: so it is only looked at here.
    private static async Task<byte[]> LookAtAsync(HttpContent content, CancellationToken cancellationToken)
    {
        using var copy = new MemoryStream();
        await using var body = await content.ReadAsStreamAsync(cancellationToken);
        await body.CopyToAsync(copy, cancellationToken);
        return copy.ToArray();
    }

    private static HttpResponseMessage Response(SimulatedResponse answer, HttpRequestMessage request)
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

    /// <summary>The exceptions that SocketsHttpHandler makes of a refused and of a broken connection.</summary>
    internal static HttpRequestException Failure(BrokenConnection broken) => broken switch
    {
        BrokenConnection.Refused => new HttpRequestException(
            HttpRequestError.ConnectionError, "Connection refused", new SocketException((int)SocketError.ConnectionRefused)),
        BrokenConnection.Reset => new HttpRequestException(
            "An error occurred while sending the request.",
            new IOException("Connection reset by peer", new SocketException((int)SocketError.ConnectionReset))),
        _ => throw new InvalidOperationException($"Nobody knows a connection that is {broken}."),
    };

    private static string? Header(HttpRequestMessage request, string name) =>
        request.Headers.TryGetValues(name, out var values) ? values.First() : null;
}
