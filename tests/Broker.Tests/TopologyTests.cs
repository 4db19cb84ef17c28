using NUnit.Framework;
using Pipeline.Bus;
using Pipeline.Bus.Topology;
using Pipeline.Faults;
using RabbitMQ.Client;

namespace Pipeline.Broker.Tests;

/// <summary>What stands on the broker. Asked of a broker of its own, which nobody else changes.</summary>
public sealed class TopologyTests
{
    private RabbitMqServer server = null!;
    private BusOptions options = null!;

    [OneTimeSetUp]
    public async Task StartServer()
    {
        server = new RabbitMqServer();
        await server.StartAsync();
        options = new BusOptions { Transport = "rabbitmq", Broker = server.Uri.ToString(), DeliveryLimit = 3 };
        await BrokerSetup.DeployAsync(options, CancellationToken.None);
    }

    [OneTimeTearDown]
    public async Task DiscardServer() => await server.DisposeAsync();

    [Test]
    public async Task Every_queue_is_a_quorum_queue_with_a_delivery_limit_and_queues_for_what_fails()
    {
        var queues = (await server.RunCtlAsync("list_queues", "name", "type", "arguments", "--no-table-headers"))
            .Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('\t')).ToDictionary(cells => cells[0], cells => (Type: cells[1], Arguments: cells[2]));

        Assert.That(queues.Keys, Is.EquivalentTo(QueueNames.All.Concat(QueueNames.All.Select(QueueNames.ErrorOf)).Concat(QueueNames.All.Select(QueueNames.SkippedOf))));
        Assert.That(queues.Values.Select(queue => queue.Type), Is.All.EqualTo("quorum"));
        foreach (var queue in QueueNames.All)
        {
            Assert.That(queues[queue].Arguments, Does.Contain("{\"x-delivery-limit\",3}").And.Contain($"\"{QueueNames.ErrorOf(queue)}\""), queue);
            Assert.That(queues[QueueNames.SkippedOf(queue)].Arguments, Is.EqualTo(queues[QueueNames.ErrorOf(queue)].Arguments), queue);
            Assert.That(queues[QueueNames.ErrorOf(queue)].Arguments, Does.Not.Contain("x-dead-letter").And.Not.Contain("x-delivery-limit"), queue);
        }
    }

    [Test]
    public async Task A_second_setup_changes_nothing()
    {
        var before = await DescribeAsync();
        await BrokerSetup.DeployAsync(options, CancellationToken.None);

        Assert.That(await DescribeAsync(), Is.EqualTo(before));
    }

    [Test]
    public async Task A_message_delivered_too_often_ends_in_the_error_queue()
    {
        await using var connection = await RabbitMqServer.ConnectAsync(server.Uri, CancellationToken.None);
        await using var channel = await connection.CreateChannelAsync(new CreateChannelOptions(true, true));
        await channel.BasicPublishAsync("", QueueNames.Session, mandatory: true, new BasicProperties { Persistent = true, MessageId = "poison" }, "{}"u8.ToArray());

        await PipelineOnBroker.UntilAsync(
            async () =>
            {
                if (await channel.BasicGetAsync(QueueNames.Session, autoAck: false) is { } delivery)
                {
                    await channel.BasicNackAsync(delivery.DeliveryTag, multiple: false, requeue: true);
                }

                return await channel.BasicGetAsync(QueueNames.ErrorOf(QueueNames.Session), autoAck: true);
            },
            "the broker moves the message");
    }

    [Test]
    public async Task A_process_publishes_over_another_connection_than_it_consumes_over()
    {
        // A queue's arguments can't be changed by who comes later, so the limit is the same.
        await using var pipeline = await PipelineOnBroker.StartAsync(
            server.Uri,
            data => Deployment.InOneProcess(data, "--transport", "rabbitmq", "--broker", server.Uri.ToString(), "--delivery-limit", "3"));
        await pipeline.PostAsync("""{"rebalance_id":"apart","portfolio":"p","orders":[{"symbol":"AAPL","side":"buy","qty":5,"order_type":"market"}]}""");
        await pipeline.EndedOrderAsync("apart");

        // One by which it has looked at the topology when it started may be closing still.
        var connections = await PipelineOnBroker.UntilAsync(
            async () => await ConsumersByConnectionAsync() is { Count: 3 } three ? three : null, "it has three connections: for consuming, publishing, and draining dead letters");
        Assert.That(connections, Has.One.Zero);
    }

    private async Task<List<int>> ConsumersByConnectionAsync() => (await server.RunCtlAsync("list_channels", "connection", "consumer_count", "--no-table-headers"))
        .Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('\t'))
        .GroupBy(cells => cells[0], cells => int.Parse(cells[1])).Select(channels => channels.Sum()).ToList();

    private async Task<string> DescribeAsync() => string.Join(
        '\n',
        await server.RunCtlAsync("list_queues", "name", "type", "durable", "arguments"),
        await server.RunCtlAsync("list_exchanges", "name", "type", "durable"),
        await server.RunCtlAsync("list_bindings"));
}
