using System.Net.WebSockets;
using Microsoft.AspNetCore.Http;

namespace Pipeline.Simulation.VenueSimulator;

/// <summary>The venue's stream over WebSocket.</summary>
internal static class StreamEndpoint
{
    private const int LongestMessage = 64 * 1024;

    public static async Task ServeAsync(HttpContext context, SimulatedVenue venue, bool isOfMarket, CancellationToken cancellationToken)
    {
        if (!context.WebSockets.IsWebSocketRequest)
        {
            context.Response.StatusCode = StatusCodes.Status426UpgradeRequired;
            return;
        }

        using var socket = venue.TryConnect(out var refusal, isOfMarket);
        if (socket is null)
        {
            await ApiEndpoint.WriteAsync(context, refusal!, cancellationToken);
            return;
        }

        using var client = await context.WebSockets.AcceptWebSocketAsync();
        var sending = SendAsync(client, socket, cancellationToken);
        try
        {
            await ReceiveAsync(client, socket, cancellationToken);
        }
        catch (WebSocketException)
        {
            // The client broke off, or the venue dropped it; either way the connection is over.
        }
        finally
        {
            socket.Dispose();
            await sending;
        }
    }

    private static async Task ReceiveAsync(WebSocket client, SimulatedSocket socket, CancellationToken cancellationToken)
    {
        var buffer = new byte[LongestMessage];
        var length = 0;
        while (true)
        {
            var part = await client.ReceiveAsync(buffer.AsMemory(length), cancellationToken);
            if (part.MessageType == WebSocketMessageType.Close)
            {
                await client.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, cancellationToken);
                return;
            }

            length += part.Count;
            if (part.EndOfMessage)
            {
                await socket.SendAsync(buffer.AsMemory(0, length).ToArray(), cancellationToken);
                length = 0;
            }
            else if (length == buffer.Length)
            {
                await client.CloseOutputAsync(WebSocketCloseStatus.MessageTooBig, null, cancellationToken);
                return;
            }
        }
    }

    // A stream that the venue drops ends without the closing words.
    private static async Task SendAsync(WebSocket client, SimulatedSocket socket, CancellationToken cancellationToken)
    {
        var type = socket.IsBinary ? WebSocketMessageType.Binary : WebSocketMessageType.Text;
        try
        {
            while (await socket.ReceiveAsync(cancellationToken) is { } frame)
            {
                await client.SendAsync(frame, type, endOfMessage: true, cancellationToken);
            }

            client.Abort();
        }
        catch (WebSocketException)
        {
            // Nobody is there to send to; the receiving side sees the same.
        }
    }
}
