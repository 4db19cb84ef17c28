using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using NUnit.Framework;
using Pipeline.Bus;
using Pipeline.Bus.Topology;
using RabbitMQ.Client;

namespace Pipeline.Broker.Tests;

/// <summary>A node that takes connections and lets users in, and then answers nothing, as one does that hangs while it leaves its cluster.</summary>
public sealed class SilentNodeTests
{
    private TcpListener listener = null!;
    private CancellationTokenSource stop = null!;
    private Task serving = null!;

    private AmqpTcpEndpoint Silent => new("127.0.0.1", ((IPEndPoint)listener.LocalEndpoint).Port);

    [SetUp]
    public void Start()
    {
        (listener, stop) = (new TcpListener(IPAddress.Loopback, 0), new CancellationTokenSource());
        listener.Start();
        serving = ServeAsync();
    }

    [TearDown]
    public async Task Stop()
    {
        await stop.CancelAsync();
        listener.Stop();
        await serving;
        stop.Dispose();
    }

    [Test]
    public async Task A_process_that_starts_gives_it_up_after_a_while_says_which_it_is_and_tries_it_last_from_then_on()
    {
        var nodes = new BrokerNodes();
        var options = new BusOptions { Transport = "rabbitmq", Broker = new UriBuilder(BrokerFixture.Uri) { Host = Silent.HostName, Port = Silent.Port }.ToString() };

        var e = await Assert.ThrowsAsync<TimeoutException>(() => BrokerSetup.EnsureAsync(options, nodes, CancellationToken.None));

        Assert.That(e!.Message, Does.Contain($"{Silent.HostName}:{Silent.Port}"));
        var other = new AmqpTcpEndpoint(BrokerFixture.Uri);
        Assert.That(Enumerable.Range(0, 20).Select(_ => nodes.InOrder([Silent, other])[0].Port), Is.All.EqualTo(other.Port));
    }

    private async Task ServeAsync()
    {
        var connections = new List<Task>();
        try
        {
            while (true)
            {
                connections.Add(RelayAsync(await listener.AcceptTcpClientAsync(stop.Token)));
            }
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(connections);
        }
    }

    private async Task RelayAsync(TcpClient accepted)
    {
        using var client = accepted;
        using var broker = new TcpClient();
        await broker.ConnectAsync(BrokerFixture.Uri.Host, BrokerFixture.Uri.Port, stop.Token);
        try
        {
            await await Task.WhenAny(client.GetStream().CopyToAsync(broker.GetStream(), stop.Token), AnswerUntilConnectedAsync(broker.GetStream(), client.GetStream(), stop.Token));
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            // The client has given up, or the test is over.
        }
    }

    // Frames of AMQP 0-9-1: type, channel, length, content, end. What belongs to a channel is kept back; that there is a connection, and that it lives, is said.
    private static async Task AnswerUntilConnectedAsync(NetworkStream from, NetworkStream to, CancellationToken cancellationToken)
    {
        var header = new byte[7];
        while (true)
        {
            await from.ReadExactlyAsync(header, cancellationToken);
            var rest = new byte[BinaryPrimitives.ReadUInt32BigEndian(header.AsSpan(3)) + 1];
            await from.ReadExactlyAsync(rest, cancellationToken);
            if (BinaryPrimitives.ReadUInt16BigEndian(header.AsSpan(1)) == 0)
            {
                await to.WriteAsync(header, cancellationToken);
                await to.WriteAsync(rest, cancellationToken);
            }
        }
    }
}
