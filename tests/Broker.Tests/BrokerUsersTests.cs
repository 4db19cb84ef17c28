using NUnit.Framework;
using Pipeline.Bus;
using Pipeline.Bus.Topology;
using Pipeline.Faults;
using Pipeline.Messages.Fix;
using Pipeline.Messages.Orders;
using Pipeline.Store.Steps;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Pipeline.Broker.Tests;

/// <summary>Each worker under a user of its own, on a broker that has imported the definitions.</summary>
public sealed class BrokerUsersTests
{
    private static readonly string[] Workers = [Stages.Intake, Stages.Validation, Stages.Session, Stages.Submission, Stages.Reconciliation, Stages.Analytics, Stages.Operator];

    private RabbitMqServer server = null!;

    [OneTimeSetUp]
    public async Task ImportTheDefinitions()
    {
        server = new RabbitMqServer();
        await server.StartAsync();
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, BrokerDefinitions.Of(new BusOptions(), PasswordOf));
        await server.RunCtlAsync("import_definitions", file);
        File.Delete(file);
    }

    [OneTimeTearDown]
    public async Task DiscardServer() => await server.DisposeAsync();

    [Test]
    public async Task An_order_is_filled_by_workers_that_may_do_nothing_but_their_own_work()
    {
        await BrokerSetup.DeployAsync(Options("pipeline-setup"), CancellationToken.None);
        await using var pipeline = await PipelineOnBroker.StartAsync(
            null, data => Deployment.InProcessesOfTheirOwn(data, worker => AddressOf(BrokerUsers.NameOf(worker)), [.. Workers.Select(worker => new[] { worker })]));

        await pipeline.PostAsync("""{"rebalance_id":"least","portfolio":"p","orders":[{"symbol":"AAPL","side":"buy","qty":5,"order_type":"market"}]}""");
        var order = await pipeline.EndedOrderAsync("least");

        Assert.That(order.OrdStatus, Is.EqualTo(OrdStatus.Filled));
        Assert.That(
            (await server.RunCtlAsync("list_connections", "user", "--no-table-headers")).Split('\n', StringSplitOptions.RemoveEmptyEntries).Distinct(),
            Is.EquivalentTo(Workers.Select(BrokerUsers.NameOf)));
        Assert.That(pipeline.DeadLetters(), Is.Empty);
    }

    [Test]
    public async Task What_waits_for_the_store_may_be_delivered_however_often()
    {
        await BrokerSetup.DeployAsync(Options("pipeline-setup"), CancellationToken.None);
        var queue = QueueNames.ErrorOf(QueueNames.Session);
        await using var connection = await RabbitMqServer.ConnectAsync(new Uri(AddressOf("pipeline-operator")), CancellationToken.None);
        await using var setup = await RabbitMqServer.ConnectAsync(new Uri(AddressOf("pipeline-setup")), CancellationToken.None);
        await using var channel = await connection.CreateChannelAsync();
        await using var publishing = await setup.CreateChannelAsync(new CreateChannelOptions(true, true));
        await publishing.BasicPublishAsync("", queue, mandatory: true, new BasicProperties { Persistent = true }, "{}"u8.ToArray());

        // Without a limit of ours RabbitMQ 4 would give it up at the twentieth.
        for (var times = 0; times < 25; times++)
        {
            var delivery = await PipelineOnBroker.UntilAsync(async () => await channel.BasicGetAsync(queue, autoAck: false), "it is delivered");
            await channel.BasicNackAsync(delivery.DeliveryTag, multiple: false, requeue: true);
        }

        await PipelineOnBroker.UntilAsync(async () => await channel.BasicGetAsync(queue, autoAck: true), "it is still there");
        var policyOf = (await LinesAsync("list_queues", "name", "policy")).Single(line => line.StartsWith($"{queue}\t", StringComparison.Ordinal)).Split('\t')[1].Trim();
        Assert.That((await LinesAsync("list_policies")).Single(line => line.Contains(policyOf, StringComparison.Ordinal)), Does.Contain("\"delivery-limit\":1000000"));
    }

    [Test]
    public async Task A_worker_that_finds_no_topology_and_may_not_make_it_waits_and_says_who_may()
    {
        await server.RunCtlAsync("add_vhost", "empty");
        await server.RunCtlAsync("set_permissions", "--vhost", "empty", "pipeline-session", "^$", "^$", "^$");

        var refused = await Assert.ThrowsAsync<TopologyMissingException>(() => BrokerSetup.EnsureAsync(
            new BusOptions { Transport = "rabbitmq", Broker = AddressOf("pipeline-session", "empty") }, new BrokerNodes(), CancellationToken.None));

        Assert.That(refused!.Message, Does.Contain("pipeline setup").And.Contain("pipeline-session").And.Not.Contain(PasswordOf("pipeline-session")));
    }

    [Test]
    public async Task A_queue_is_rebuilt_and_made_anew_by_the_user_that_sets_up()
    {
        var options = Options("pipeline-setup");
        options.BrokerManagement = server.ManagementUri.ToString();
        await using var rebuild = new QueueRebuild(options, QueueNames.Analytics, TimeSpan.Zero);
        await rebuild.RunAsync(CancellationToken.None);
        await server.RunCtlAsync("delete_queue", "--vhost", BrokerUsers.VirtualHost, QueueNames.Analytics);

        await BrokerSetup.DeployAsync(options, CancellationToken.None);

        using var management = new ManagementInterface(options);
        Assert.That(TopologyPlan.Of(options, await management.LookAsync(CancellationToken.None)), Is.Empty);
    }

    [Test]
    public async Task What_an_agent_has_put_its_name_on_is_moved_with_its_queue()
    {
        var options = Options("pipeline-setup");
        options.BrokerManagement = server.ManagementUri.ToString();
        await BrokerSetup.DeployAsync(options, CancellationToken.None);
        await using var connection = await new ConnectionFactory { AutomaticRecoveryEnabled = false }.WithBroker(Options("pipeline-agent")).CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync(new CreateChannelOptions(true, true));
        await channel.BasicPublishAsync(QueueNames.IntentsExchange, "", mandatory: true, new BasicProperties { UserId = "pipeline-agent", Persistent = true }, "{}"u8.ToArray());

        await using var rebuild = new QueueRebuild(options, QueueNames.Intake, TimeSpan.Zero);

        Assert.That(await rebuild.RunAsync(CancellationToken.None), Is.EqualTo(1));
        await server.RunCtlAsync("purge_queue", "--vhost", BrokerUsers.VirtualHost, QueueNames.Intake);
    }

    [Test]
    public async Task A_user_reads_its_own_queues_and_no_others([ValueSource(nameof(Workers))] string worker)
    {
        var user = BrokerUsers.All.Single(user => user.Name == BrokerUsers.NameOf(worker));
        foreach (var queue in BrokerTopology.Queues)
        {
            Assert.That(await IsAllowedAsync(user.Name, channel => channel.BasicConsumeAsync(queue, autoAck: false, new AsyncDefaultBasicConsumer(channel))), Is.EqualTo(user.Reads.Contains(queue)), queue);
        }
    }

    [Test]
    public async Task A_user_publishes_what_its_worker_says_and_nothing_else([ValueSource(nameof(Workers))] string worker)
    {
        var user = BrokerUsers.All.Single(user => user.Name == BrokerUsers.NameOf(worker));
        foreach (var exchange in BrokerTopology.Exchanges.Append(""))
        {
            Assert.That(await IsAllowedAsync(user.Name, channel => PublishAsync(channel, exchange)), Is.EqualTo(user.Writes.Contains(exchange)), exchange);
        }
    }

    [Test]
    public async Task A_worker_s_user_declares_nothing_and_deletes_nothing([ValueSource(nameof(Workers))] string worker)
    {
        var user = BrokerUsers.NameOf(worker);

        Assert.That(await IsAllowedAsync(user, channel => channel.QueueDeclareAsync("mine", durable: true, exclusive: false, autoDelete: false)), Is.False);
        Assert.That(await IsAllowedAsync(user, channel => channel.QueueDeleteAsync(QueueNames.Analytics)), Is.False);
        Assert.That(await IsAllowedAsync(user, channel => channel.ExchangeDeleteAsync(BrokerTopology.ExchangeOf(typeof(OrderDenied)))), Is.False);
        Assert.That(await IsAllowedAsync(user, channel => channel.ExchangeUnbindAsync(QueueNames.Session, BrokerTopology.ExchangeOf(typeof(OrderValidated)), "")), Is.False);
    }

    [Test]
    public async Task An_agent_s_user_can_do_one_thing_which_is_to_publish_intents()
    {
        Assert.That(await IsAllowedAsync("pipeline-agent", channel => PublishAsync(channel, QueueNames.IntentsExchange)), Is.True);
        Assert.That(await IsAllowedAsync("pipeline-agent", channel => PublishAsync(channel, BrokerTopology.ExchangeOf(typeof(OrderReleased)))), Is.False);
        Assert.That(await IsAllowedAsync("pipeline-agent", channel => channel.BasicGetAsync(QueueNames.Intake, autoAck: false)), Is.False);
    }

    private static string PasswordOf(string user) => $"{user}'s own";

    private async Task<string[]> LinesAsync(string command, params string[] columns) =>
        (await server.RunCtlAsync([command, "--vhost", BrokerUsers.VirtualHost, .. columns, "--no-table-headers"])).Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private BusOptions Options(string user) => new() { Transport = "rabbitmq", Broker = AddressOf(user) };

    private string AddressOf(string user, string virtualHost = BrokerUsers.VirtualHost) => $"amqp://{user}:{Uri.EscapeDataString(PasswordOf(user))}@{server.Uri.Authority}/{virtualHost}";

    // In a transaction that is undone: the broker has looked at who publishes, and has put nothing into a queue.
    private static async Task PublishAsync(IChannel channel, string exchange)
    {
        await channel.TxSelectAsync();
        await channel.BasicPublishAsync(exchange, "nobody", "{}"u8.ToArray());
        await channel.TxRollbackAsync();
    }

    private async Task<bool> IsAllowedAsync(string user, Func<IChannel, Task> act)
    {
        var factory = new ConnectionFactory { AutomaticRecoveryEnabled = false }.WithBroker(Options(user));
        await using var connection = await factory.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync();
        try
        {
            await act(channel);
            return true;
        }
        catch (Exception e) when (e is OperationInterruptedException or AlreadyClosedException)
        {
            return channel.CloseReason?.ReplyCode == Constants.AccessRefused ? false : throw new InvalidOperationException($"Not refused, but: {channel.CloseReason}", e);
        }
    }
}
