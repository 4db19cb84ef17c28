using Microsoft.Extensions.Logging.Abstractions;
using Pipeline.Messages.Fix;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Pipeline.Venues.Alpaca.Tests;

/// <summary>What the real handler makes of real connections that fail at each point.</summary>
public sealed class RealSocketTests
{
    [Test]
    public async Task A_refused_connection_sent_nothing()
    {
        using var closed = new TcpListener(IPAddress.Loopback, 0);
        closed.Start();
        var port = ((IPEndPoint)closed.LocalEndpoint).Port;
        closed.Stop();

        Assert.That(await SubmitAsync($"http://127.0.0.1:{port}"), Is.TypeOf<SubmitOutcome.NotSent>().With.Property("Reason").StartsWith("CONNECTION_FAILED"));
    }

    [Test]
    public async Task A_failed_TLS_handshake_sent_nothing()
    {
        await using var server = new RawServer(async stream => await stream.WriteAsync("this is no TLS\r\n\r\n"u8.ToArray()));

        Assert.That(await SubmitAsync($"https://127.0.0.1:{server.Port}"), Is.TypeOf<SubmitOutcome.NotSent>().With.Property("Reason").StartsWith("TLS_FAILED"));
    }

    [Test]
    public async Task A_connection_that_is_reset_before_the_request_is_read_proves_nothing()
    {
        await using var server = new RawServer(async stream =>
        {
            // Waits until the request is there, and leaves it where it is.
            await stream.Socket.ReceiveAsync(Memory<byte>.Empty, SocketFlags.None);
            Reset(stream);
        });

        Assert.That(await SubmitAsync(server.Address), Is.TypeOf<SubmitOutcome.Unknown>().With.Property("Reason").StartsWith("CONNECTION_BROKEN"));
        Assert.That(server.Connections, Is.EqualTo(1), "and is not tried again");
    }

    [TestCase("")]
    [TestCase("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{\"id\":\"v-1\"")]
    [TestCase("HTTP/1.1 200 O")]
    [TestCase("SSH-2.0-OpenSSH\r\n\r\n")]
    public async Task A_connection_that_ends_after_the_request_was_read_proves_nothing(string answer)
    {
        await using var server = new RawServer(async stream =>
        {
            await RawServer.ReadRequestAsync(stream);
            await stream.WriteAsync(Encoding.ASCII.GetBytes(answer));
        });

        Assert.That(await SubmitAsync(server.Address), Is.TypeOf<SubmitOutcome.Unknown>().With.Property("Reason").StartsWith("CONNECTION_BROKEN"));
        Assert.That(server.Connections, Is.EqualTo(1), "and is not tried again");
    }

    [Test]
    public async Task A_connection_that_is_reset_after_the_request_was_read_proves_nothing()
    {
        await using var server = new RawServer(async stream =>
        {
            await RawServer.ReadRequestAsync(stream);
            Reset(stream);
        });

        Assert.That(await SubmitAsync(server.Address), Is.TypeOf<SubmitOutcome.Unknown>().With.Property("Reason").StartsWith("CONNECTION_BROKEN"));
    }

    [TestCase("HTTP/1.1 200 OK\r\nContent-Length: 99000000000\r\n\r\n", "{")]
    [TestCase("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", "10000\r\n{0}\r\n")]
    public async Task An_answer_without_an_end_is_not_read_to_it_and_proves_nothing(string head, string part)
    {
        await using var server = new RawServer(async stream =>
        {
            await RawServer.ReadRequestAsync(stream);
            await stream.WriteAsync(Encoding.ASCII.GetBytes(head));
            var bytes = Encoding.ASCII.GetBytes(part.Replace("{0}", new string(' ', 0x10000), StringComparison.Ordinal));
            try
            {
                while (true)
                {
                    await stream.WriteAsync(bytes);
                }
            }
            catch (IOException)
            {
                // The client has had enough.
            }
        });

        Assert.That(await SubmitAsync(server.Address), Is.TypeOf<SubmitOutcome.Unknown>().With.Property("Reason").StartsWith("CONNECTION_BROKEN"));
    }

    [Test]
    public async Task No_answer_in_the_callers_time_proves_nothing()
    {
        using var asked = new SemaphoreSlim(0);
        using var caller = new CancellationTokenSource();
        await using var server = new RawServer(async stream =>
        {
            await RawServer.ReadRequestAsync(stream);
            asked.Release();
            await stream.ReadAtLeastAsync(new byte[1], 1, throwOnEndOfStream: false);
        });

        var outcome = SubmitAsync(server.Address, cancellationToken: caller.Token);
        await asked.WaitAsync();
        await caller.CancelAsync();

        Assert.That(await outcome, Is.EqualTo(new SubmitOutcome.Unknown("TIMEOUT")));
    }

    [Test]
    public async Task An_order_that_waited_too_long_for_its_connection_is_withheld_before_the_first_byte()
    {
        var received = new TaskCompletionSource<int>();
        await using var server = new RawServer(async stream => received.SetResult(await stream.ReadAsync(new byte[1])));
        var options = new AlpacaOptions { Url = server.Address };
        var connected = false;
        using var handler = VenueHttp.CreateHandler(options.ConnectTimeout);
        handler.ConnectCallback = async (context, cancellationToken) =>
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            await socket.ConnectAsync(context.DnsEndPoint, cancellationToken);
            connected = true;
            return new NetworkStream(socket, ownsSocket: true);
        };
        using var entry = new AlpacaOrderEntry(handler, options, StubVenue.Credentials, TimeProvider.System, NullLogger.Instance);

        var outcome = await entry.SubmitAsync(Sample.NewOrder(), () => connected ? "SEND_DEADLINE_PASSED" : null, CancellationToken.None);

        Assert.That(outcome, Is.EqualTo(new SubmitOutcome.NotSent("SEND_DEADLINE_PASSED")));
        Assert.That(await received.Task, Is.Zero, "the connection is closed and nothing came over it");
    }

    /// <summary>
    /// The platform's handler repeats some requests by itself when a pooled connection turns out dead. An order that was written
    /// is none of them; one that finds the connection dead in time may go out over the next.
    /// </summary>
    [TestCase(true)]
    [TestCase(false)]
    public async Task An_order_on_a_pooled_connection_that_dies_is_written_once(bool readsTheOrder)
    {
        var requests = new List<string>();
        await using var server = new RawServer(async stream =>
        {
            requests.Add(await RawServer.ReadRequestAsync(stream));
            await stream.WriteAsync("HTTP/1.1 404 Not Found\r\nContent-Length: 2\r\n\r\n{}"u8.ToArray());
            if (readsTheOrder)
            {
                requests.Add(await RawServer.ReadRequestAsync(stream));
            }

            Reset(stream);
        });
        var options = new AlpacaOptions { Url = server.Address };
        using var handler = VenueHttp.CreateHandler(options.ConnectTimeout);
        using var entry = new AlpacaOrderEntry(handler, options, StubVenue.Credentials, TimeProvider.System, NullLogger.Instance);
        await entry.CancelAsync(new OrderCancelRequest("OURS", "v-1", "AAPL", Side.Buy, 10.5m), CancellationToken.None);

        var outcome = await entry.SubmitAsync(Sample.NewOrder(), () => null, CancellationToken.None);

        Assert.That(outcome, Is.TypeOf<SubmitOutcome.Unknown>());
        Assert.That(requests.Count(request => request.StartsWith("DELETE", StringComparison.Ordinal)), Is.EqualTo(1));
        Assert.That(
            requests.Count(request => request.StartsWith("POST", StringComparison.Ordinal)),
            readsTheOrder ? Is.EqualTo(1) : Is.LessThanOrEqualTo(1));
    }

    [Test]
    public async Task With_a_proxy_the_order_goes_by_it()
    {
        var asked = "";
        await using var proxy = new RawServer(async stream =>
        {
            asked = await RawServer.ReadRequestAsync(stream);
            var answer = Sample.Answer();
            await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Length: {answer.Length}\r\n\r\n{answer}"));
        });

        var outcome = await SubmitAsync("http://venue.invalid", proxy: proxy.Address);

        Assert.That(outcome, Is.EqualTo(new SubmitOutcome.Acknowledged("v-1")));
        Assert.That(asked, Does.StartWith("POST http://venue.invalid/v2/orders HTTP/1.1"));
    }

    [Test]
    public async Task A_proxy_that_makes_no_way_to_the_venue_proves_nothing()
    {
        var asked = "";
        await using var proxy = new RawServer(async stream =>
        {
            asked = await RawServer.ReadRequestAsync(stream);
            await stream.WriteAsync("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n"u8.ToArray());
        });

        var outcome = await SubmitAsync("https://venue.invalid", proxy: proxy.Address);

        Assert.That(outcome, Is.TypeOf<SubmitOutcome.Unknown>().With.Property("Refusal").Null);
        Assert.That(asked, Does.StartWith("CONNECT venue.invalid:443"), "the order itself goes through the tunnel alone");
    }

    [Test]
    public async Task The_stream_goes_by_the_proxy_too()
    {
        var asked = new TaskCompletionSource<string>();
        await using var proxy = new RawServer(async stream => asked.TrySetResult(await RawServer.ReadRequestAsync(stream)));

        Assert.That(async () => await WebSocketVenueSocket.ConnectAsync(new Uri("wss://venue.invalid/stream"), proxy.Address, CancellationToken.None), Throws.InstanceOf<System.Net.WebSockets.WebSocketException>());
        Assert.That(await asked.Task, Does.StartWith("CONNECT venue.invalid:443"));
    }

    private static async Task<SubmitOutcome> SubmitAsync(string url, string proxy = "", CancellationToken cancellationToken = default)
    {
        var options = new AlpacaOptions { Url = url, Proxy = proxy };
        using var handler = VenueHttp.CreateHandler(options.ConnectTimeout, options.Proxy);
        using var entry = new AlpacaOrderEntry(handler, options, StubVenue.Credentials, TimeProvider.System, NullLogger.Instance);
        return await entry.SubmitAsync(Sample.NewOrder(), () => null, cancellationToken);
    }

    private static void Reset(NetworkStream stream)
    {
        stream.Socket.LingerState = new LingerOption(true, 0);
        stream.Socket.Close();
    }

    /// <summary>A server that does with each connection what the test says.</summary>
    private sealed class RawServer : IAsyncDisposable
    {
        private readonly TcpListener listener = new(IPAddress.Loopback, 0);
        private readonly CancellationTokenSource stop = new();
        private readonly Task serving;

        public RawServer(Func<NetworkStream, Task> serve)
        {
            listener.Start();
            serving = ServeAsync(serve);
        }

        public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

        public string Address => $"http://127.0.0.1:{Port}";

        public int Connections { get; private set; }

        /// <summary>Reads one request with its body; what there was of it when the connection ended before.</summary>
        public static async Task<string> ReadRequestAsync(NetworkStream stream)
        {
            var text = new StringBuilder();
            var buffer = new byte[4096];
            while (true)
            {
                var all = text.ToString();
                var head = all.IndexOf("\r\n\r\n", StringComparison.Ordinal);
                if (head >= 0)
                {
                    var length = all.Split("\r\n").FirstOrDefault(line => line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase));
                    if (all.Length - head - 4 >= (length is null ? 0 : int.Parse(length.Split(':')[1])))
                    {
                        return all;
                    }
                }

                var read = await stream.ReadAsync(buffer);
                if (read == 0)
                {
                    return all;
                }

                text.Append(Encoding.ASCII.GetString(buffer, 0, read));
            }
        }

        public async ValueTask DisposeAsync()
        {
            await stop.CancelAsync();
            listener.Stop();
            await serving;
            stop.Dispose();
        }

        private async Task ServeAsync(Func<NetworkStream, Task> serve)
        {
            while (!stop.IsCancellationRequested)
            {
                try
                {
                    using var client = await listener.AcceptTcpClientAsync(stop.Token);
                    Connections++;
                    await serve(client.GetStream());
                }
                catch (Exception e) when (e is OperationCanceledException or IOException or SocketException or ObjectDisposedException)
                {
                    // The client went away, or the test is over.
                }
            }
        }
    }
}
