using System.Text;
using NUnit.Framework;
using Pipeline.Faults;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace Pipeline.Broker.Tests;

/// <summary>What the tests that harm a broker rest on: that it can be harmed, and comes back with what it confirmed.</summary>
public sealed class RabbitMqServerTests
{
    private static readonly Dictionary<string, object?> Quorum = new() { ["x-queue-type"] = "quorum" };
    private static readonly BasicProperties Persistent = new() { Persistent = true };

    private RabbitMqServer server = null!;

    [OneTimeSetUp]
    public async Task StartServer()
    {
        server = new RabbitMqServer();
        await server.StartAsync();
    }

    [OneTimeTearDown]
    public async Task DiscardServer() => await server.DisposeAsync();

    [Test]
    public async Task A_confirmed_message_survives_a_kill_of_the_server()
    {
        await using (var connection = await RabbitMqServer.ConnectAsync(server.Uri, CancellationToken.None))
        {
            var channel = await DeclareAsync(connection, "survivors");
            await PublishAsync(channel, "survivors", "still here");
        }

        await server.StopAsync();
        await server.StartAsync();

        await using var later = await RabbitMqServer.ConnectAsync(server.Uri, CancellationToken.None);
        Assert.That(await ConsumeOneAsync(later, "survivors"), Is.EqualTo("still here"));
    }

    [Test]
    public async Task A_paused_server_confirms_only_when_it_is_resumed()
    {
        await using var connection = await RabbitMqServer.ConnectAsync(server.Uri, CancellationToken.None);
        var channel = await DeclareAsync(connection, "patience");

        await server.PauseAsync();
        var published = PublishAsync(channel, "patience", "waiting");
        Assert.That(
            async () => await published.WaitAsync(TimeSpan.FromMilliseconds(500), TimeProvider.System),
            Throws.InstanceOf<TimeoutException>());

        await server.ResumeAsync();
        await published;
    }

    [Test]
    public async Task Its_queues_are_counted_and_listed()
    {
        await using var connection = await RabbitMqServer.ConnectAsync(server.Uri, CancellationToken.None);
        var channel = await DeclareAsync(connection, "listed");
        await PublishAsync(channel, "listed", "counted");

        Assert.That(await server.QueueDepthAsync("listed"), Is.EqualTo(1));
        Assert.That(await server.ListQueuesAsync(), Does.Contain("listed"));
        Assert.That(await server.RunCtlAsync("list_queues", "name"), Does.Contain("listed"));
    }

    private static async Task<IChannel> DeclareAsync(IConnection connection, string queue)
    {
        var channel = await connection.CreateChannelAsync(
            new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true));
        await channel.QueueDeclareAsync(queue, durable: true, exclusive: false, autoDelete: false, Quorum);
        return channel;
    }

    private static async Task<string> ConsumeOneAsync(IConnection connection, string queue)
    {
        var channel = await connection.CreateChannelAsync();
        var text = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += (_, message) =>
        {
            text.TrySetResult(Encoding.UTF8.GetString(message.Body.Span));
            return Task.CompletedTask;
        };
        await channel.BasicConsumeAsync(queue, autoAck: true, consumer);
        return await text.Task.WaitAsync(TimeSpan.FromSeconds(30), TimeProvider.System);
    }

    private static async Task PublishAsync(IChannel channel, string queue, string text) =>
        await channel.BasicPublishAsync(string.Empty, queue, mandatory: true, Persistent, Encoding.UTF8.GetBytes(text));
}
