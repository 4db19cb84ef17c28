using System.Net;
using System.Net.WebSockets;

namespace Pipeline.Venues.Kit;

/// <summary>The stream over a real WebSocket.</summary>
public sealed class WebSocketVenueSocket : IVenueSocket
{
    private const int LargestMessage = 4 * 1024 * 1024;

    private static readonly TimeSpan PingInterval = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan PongTimeout = TimeSpan.FromSeconds(30);

    private readonly ClientWebSocket socket;
    private byte[] buffer = new byte[16 * 1024];

    private WebSocketVenueSocket(ClientWebSocket socket) => this.socket = socket;

    /// <summary>Opens a connection.</summary>
    /// <param name="address">Where to.</param>
    /// <param name="proxy">Address of the proxy on the way (<see cref="VenueOptions.Proxy"/>); empty is none.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    public static async ValueTask<IVenueSocket> ConnectAsync(Uri address, string proxy, CancellationToken cancellationToken)
    {
        var socket = new ClientWebSocket();
        try
        {
            socket.Options.Proxy = proxy.Length > 0 ? new WebProxy(proxy) : null;
            socket.Options.KeepAliveInterval = PingInterval;
            socket.Options.KeepAliveTimeout = PongTimeout;
            await socket.ConnectAsync(address, cancellationToken).ConfigureAwait(false);
            return new WebSocketVenueSocket(socket);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public ValueTask SendAsync(ReadOnlyMemory<byte> message, CancellationToken cancellationToken) =>
        socket.SendAsync(message, WebSocketMessageType.Text, endOfMessage: true, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<ReadOnlyMemory<byte>?> ReceiveAsync(CancellationToken cancellationToken)
    {
        var length = 0;
        while (true)
        {
            if (length == buffer.Length)
            {
                Array.Resize(ref buffer, length < LargestMessage ? length * 2 : throw new InvalidDataException("A message is too long"));
            }

            var received = await socket.ReceiveAsync(buffer.AsMemory(length), cancellationToken).ConfigureAwait(false);
            if (received.MessageType == WebSocketMessageType.Close)
            {
                await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, cancellationToken).ConfigureAwait(false);
                return null;
            }

            length += received.Count;
            if (received.EndOfMessage)
            {
                return buffer.AsMemory(0, length).ToArray();
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => socket.Dispose();
}
