using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;

namespace Pipeline.Venues.Alpaca.Tests;

/// <summary>The real socket: whole messages, whatever the frames were.</summary>
public sealed class WebSocketTests
{
    [Test]
    public async Task Messages_come_whole_from_text_and_binary_frames_in_any_number_of_pieces()
    {
        var large = new string('x', 100_000);
        await using var server = new SocketServer(async socket =>
        {
            await socket.SendAsync(Encoding.UTF8.GetBytes("text"), WebSocketMessageType.Text, true, CancellationToken.None);
            await socket.SendAsync(Encoding.UTF8.GetBytes("bin"), WebSocketMessageType.Binary, false, CancellationToken.None);
            await socket.SendAsync(Encoding.UTF8.GetBytes("ary"), WebSocketMessageType.Binary, true, CancellationToken.None);
            await socket.SendAsync(Encoding.UTF8.GetBytes(large), WebSocketMessageType.Text, true, CancellationToken.None);
            var buffer = new byte[100];
            var received = await socket.ReceiveAsync(buffer, CancellationToken.None);
            await socket.SendAsync(buffer.AsMemory(0, received.Count), received.MessageType, true, CancellationToken.None);
            await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
        });

        using var socket = await WebSocketVenueSocket.ConnectAsync(server.Address, "", CancellationToken.None);
        Assert.That(await NextAsync(socket), Is.EqualTo("text"));
        Assert.That(await NextAsync(socket), Is.EqualTo("binary"));
        Assert.That(await NextAsync(socket), Is.EqualTo(large));
        await socket.SendAsync(Encoding.UTF8.GetBytes("echo"), CancellationToken.None);
        Assert.That(await NextAsync(socket), Is.EqualTo("echo"));
        Assert.That(await NextAsync(socket), Is.Null, "closed");
    }

    [Test]
    public async Task A_connection_that_breaks_is_an_error_and_no_end()
    {
        await using var server = new SocketServer(socket =>
        {
            socket.Abort();
            return Task.CompletedTask;
        });

        using var socket = await WebSocketVenueSocket.ConnectAsync(server.Address, "", CancellationToken.None);

        Assert.That(async () => await socket.ReceiveAsync(CancellationToken.None), Throws.TypeOf<WebSocketException>());
    }

    [Test]
    public void An_address_that_refuses_is_an_error() => Assert.That(
        async () => await WebSocketVenueSocket.ConnectAsync(new Uri($"ws://127.0.0.1:{FreePort()}/stream"), "", CancellationToken.None),
        Throws.TypeOf<WebSocketException>());

    private static async Task<string?> NextAsync(IVenueSocket socket) =>
        await socket.ReceiveAsync(CancellationToken.None) is { } message ? Encoding.UTF8.GetString(message.Span) : null;

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Accepts one WebSocket and does with it what the test says.</summary>
    private sealed class SocketServer : IAsyncDisposable
    {
        private readonly HttpListener listener = new();
        private readonly Task serving;
        private readonly int port = FreePort();

        public SocketServer(Func<WebSocket, Task> serve)
        {
            listener.Prefixes.Add($"http://127.0.0.1:{port}/");
            listener.Start();
            serving = ServeAsync(serve);
        }

        public Uri Address => new($"ws://127.0.0.1:{port}/stream");

        public async ValueTask DisposeAsync()
        {
            await serving;
            listener.Close();
        }

        private async Task ServeAsync(Func<WebSocket, Task> serve)
        {
            var request = await listener.GetContextAsync();
            using var socket = (await request.AcceptWebSocketAsync(null)).WebSocket;
            await serve(socket);
        }
    }
}
