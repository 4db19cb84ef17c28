using NUnit.Framework;
using Pipeline.Bus;
using Pipeline.Bus.Topology;
using Pipeline.Faults;
using Pipeline.Messages.Fix;
using Pipeline.Messages.Orders;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Pipeline.Broker.Tests;

/// <summary>What is changed on a broker while the pipeline lives. Each test has a virtual host of its own.</summary>
public sealed class TopologyPlanTests
{
    private static readonly string Released = BrokerTopology.ExchangeOf(typeof(OrderValidated));

    private RabbitMqServer server = null!;
    private BusOptions options = null!;

    [OneTimeSetUp]
    public async Task StartServer()
    {
        server = new RabbitMqServer();
        await server.StartAsync();
    }

    [OneTimeTearDown]
    public async Task DiscardServer() => await server.DisposeAsync();

    [SetUp]
    public async Task TakeAVirtualHost() => options = new BusOptions
    {
        Transport = "rabbitmq", Broker = (await server.AddVirtualHostAsync(TestContext.CurrentContext.Test.ID)).ToString(), BrokerManagement = server.ManagementUri.ToString(),
    };

    [Test]
    public async Task Everything_is_missing_before_the_setup_and_nothing_after_it()
    {
        Assert.That((await PlanAsync()).Select(step => step.Kind), Is.All.EqualTo(StepKind.Create));
        Assert.That((await PlanAsync()).Select(step => step.Of), Is.SupersetOf(BrokerTopology.Queues.Select(queue => $"queue {queue}")));

        await SetUpAsync();

        Assert.That(await PlanAsync(), Is.Empty);
    }

    [Test]
    public async Task A_worker_works_with_a_queue_whose_arguments_are_other_ones_and_the_plan_says_which()
    {
        options.DeliveryLimit = 7;
        await SetUpAsync();
        options.DeliveryLimit = 20;

        await using var pipeline = await PipelineOnBroker.StartAsync(null, data => Deployment.InOneProcess(data, "--transport", "rabbitmq", "--broker", options.Broker));
        await pipeline.PostAsync("""{"rebalance_id":"as-it-is","portfolio":"p","orders":[{"symbol":"AAPL","side":"buy","qty":5,"order_type":"market"}]}""");

        Assert.That((await pipeline.EndedOrderAsync("as-it-is")).OrdStatus, Is.EqualTo(OrdStatus.Filled));
        Assert.That(
            (await PlanAsync()).Where(step => step.Kind == StepKind.Rebuild).Select(step => (step.Of, step.Difference)),
            Is.EquivalentTo(QueueNames.All.Select(queue => ($"queue {queue}", "x-delivery-limit is 7, wanted 20"))));
    }

    [Test]
    public async Task A_lower_delivery_limit_needs_a_policy_and_no_other_queue()
    {
        await SetUpAsync();
        options.DeliveryLimit = 7;

        Assert.That((await PlanAsync()).Select(step => (step.Kind, step.Of)), Is.EqualTo(new[] { (StepKind.Create, "policy pipeline-workers") }));
    }

    [Test]
    public async Task A_queue_is_rebuilt_without_losing_what_is_in_it_or_comes_meanwhile()
    {
        options.DeliveryLimit = 7;
        await SetUpAsync();
        options.DeliveryLimit = 20;
        await using var connection = await RabbitMqServer.ConnectAsync(new Uri(options.Broker), CancellationToken.None);
        await using var publisher = await connection.CreateChannelAsync(new CreateChannelOptions(true, true));
        var sent = new List<string>();
        for (var nth = 0; nth < 200; nth++)
        {
            await PublishAsync(publisher, sent);
        }

        await using var rebuild = new QueueRebuild(options, QueueNames.Session, TimeSpan.Zero);
        var running = rebuild.RunAsync(CancellationToken.None);
        do
        {
            await PublishAsync(publisher, sent);
        }
        while (!running.IsCompleted);

        Assert.That(await running, Is.GreaterThanOrEqualTo(200));
        Assert.That(sent, Has.Count.GreaterThan(200), "something came meanwhile");
        Assert.That(await ReadAllAsync(connection), Is.EquivalentTo(sent));
        Assert.That((await PlanAsync()).Select(step => step.Of), Has.None.Contains("queue session"));
    }

    [Test]
    public async Task A_rebuild_that_was_interrupted_is_in_the_plan_and_is_done_again()
    {
        await SetUpAsync();
        await using var connection = await RabbitMqServer.ConnectAsync(new Uri(options.Broker), CancellationToken.None);
        await using var channel = await connection.CreateChannelAsync(new CreateChannelOptions(true, true));
        var sent = new List<string>();
        await PublishAsync(channel, sent);
        var aside = QueueRebuild.AsideOf(QueueNames.Session);
        await channel.QueueDeclareAsync(aside, durable: true, exclusive: false, autoDelete: false, new Dictionary<string, object?> { ["x-queue-type"] = "quorum" });
        await channel.QueueBindAsync(aside, QueueNames.Session, "");
        await channel.QueueUnbindAsync(QueueNames.Session, QueueNames.Session, "");
        await PublishAsync(channel, sent);

        Assert.That((await PlanAsync()).Select(step => (step.Kind, step.Of)), Has.Member((StepKind.Rebuild, $"queue {aside}")));
        await using var rebuild = new QueueRebuild(options, QueueNames.Session, TimeSpan.Zero);
        await rebuild.RunAsync(CancellationToken.None);

        Assert.That(await ReadAllAsync(connection), Is.EquivalentTo(sent));
        Assert.That(await PlanAsync(), Is.Empty);
    }

    [Test]
    public async Task A_queue_is_not_rebuilt_under_a_worker()
    {
        await SetUpAsync();
        await using var connection = await RabbitMqServer.ConnectAsync(new Uri(options.Broker), CancellationToken.None);
        await using var channel = await connection.CreateChannelAsync();
        await channel.BasicConsumeAsync(QueueNames.Session, autoAck: false, new AsyncDefaultBasicConsumer(channel));

        await using var rebuild = new QueueRebuild(options, QueueNames.Session, TimeSpan.Zero);

        Assert.That((await Assert.ThrowsAsync<InvalidOperationException>(() => rebuild.RunAsync(CancellationToken.None)))!.Message, Does.Contain("stop its worker"));
        Assert.That(await PlanAsync(), Is.Empty);
    }

    [Test]
    public async Task A_full_queue_refuses_what_is_published_and_drops_nothing([Values(QueueNames.Session, "session_error", "session_skipped")] string queue)
    {
        await SetUpAsync();
        await LimitAsync(queue, mostMessages: 2);
        await using var connection = await RabbitMqServer.ConnectAsync(new Uri(options.Broker), CancellationToken.None);
        await using var channel = await connection.CreateChannelAsync(new CreateChannelOptions(true, true));
        var taken = 0;

        // The limit is in force a moment after the policy is set, and a queue may take one more than it.
        await PipelineOnBroker.UntilAsync(
            async () =>
            {
                try
                {
                    await channel.BasicPublishAsync("", queue, mandatory: true, new BasicProperties { Persistent = true }, "{}"u8.ToArray());
                    taken++;
                    return null;
                }
                catch (PublishException)
                {
                    return "refused";
                }
            },
            "the queue refuses");

        Assert.That(await RabbitMqServer.QueueDepthAsync(queue, options.Broker), Is.EqualTo(taken));
    }

    [Test]
    public async Task What_the_error_queue_has_no_room_for_stays_with_its_queue_until_it_has()
    {
        // What was refused is tried again after this time, in milliseconds; the broker's own is three minutes.
        await server.RunCtlAsync("eval", "application:set_env(rabbit, dead_letter_worker_publisher_confirm_timeout, 1000).");
        options.DeliveryLimit = 1;
        await SetUpAsync();
        var errors = QueueNames.ErrorOf(QueueNames.Session);
        await LimitAsync(errors, mostMessages: 1);
        await using var connection = await RabbitMqServer.ConnectAsync(new Uri(options.Broker), CancellationToken.None);
        await using var channel = await connection.CreateChannelAsync(new CreateChannelOptions(true, true));
        var letters = await GiveUpAsync(channel);
        var inErrors = await RabbitMqServer.QueueDepthAsync(errors, options.Broker);
        var kept = new List<string>();
        await PipelineOnBroker.UntilAsync(
            async () =>
            {
                if (await channel.BasicGetAsync(errors, autoAck: true) is { } delivery)
                {
                    kept.Add(delivery.BasicProperties.MessageId!);
                }

                return letters.All(kept.Contains) ? "all" : null;
            },
            "all of them arrive, one after the other");

        Assert.That(inErrors, Is.LessThan(letters.Length), "the error queue had not room for all");
    }

    [Test]
    public async Task A_queue_that_keeps_what_its_error_queue_has_not_taken_is_rebuilt_when_it_is_rid_of_it()
    {
        await server.RunCtlAsync("eval", "application:set_env(rabbit, dead_letter_worker_publisher_confirm_timeout, 1000).");
        options.DeliveryLimit = 1;
        await SetUpAsync();
        var errors = QueueNames.ErrorOf(QueueNames.Session);
        await LimitAsync(errors, mostMessages: 1);
        await using var connection = await RabbitMqServer.ConnectAsync(new Uri(options.Broker), CancellationToken.None);
        await using var channel = await connection.CreateChannelAsync(new CreateChannelOptions(true, true));
        var letters = await GiveUpAsync(channel);
        using var management = new ManagementInterface(options);
        await UntilGivenUpAsync(management, kept => kept > 0, "the broker tells what it keeps");
        options.DeliveryLimit = 20;
        await using var rebuild = new QueueRebuild(options, QueueNames.Session, TimeSpan.Zero);

        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => rebuild.RunAsync(CancellationToken.None));
        var planned = await PlanAsync();
        await LimitAsync(errors, mostMessages: 100);
        await UntilGivenUpAsync(management, kept => kept == 0, "the error queue has taken them");
        await using var again = new QueueRebuild(options, QueueNames.Session, TimeSpan.Zero);
        await again.RunAsync(CancellationToken.None);

        Assert.That(refused!.Message, Does.Contain("keeps").And.Contain(errors));
        Assert.That(planned.Select(step => step.Of), Has.None.Contains(QueueRebuild.AsideOf(QueueNames.Session)), "nothing was begun");
        Assert.That(await ReadAllAsync(connection, errors), Is.EquivalentTo(letters));
    }

    private static Task UntilGivenUpAsync(ManagementInterface management, Func<long, bool> isSo, string what) => PipelineOnBroker.UntilAsync(
        async () => isSo(await management.GivenUpAsync(QueueNames.Session, CancellationToken.None)) ? "so it is" : null, what);

    // Each of them is delivered once too often.
    private static async Task<string[]> GiveUpAsync(IChannel channel)
    {
        string[] letters = [.. Enumerable.Range(0, 5).Select(nth => $"{nth}")];
        foreach (var letter in letters)
        {
            await channel.BasicPublishAsync("", QueueNames.Session, mandatory: true, new BasicProperties { Persistent = true, MessageId = letter }, "{}"u8.ToArray());
        }

        await PipelineOnBroker.UntilAsync(
            async () =>
            {
                if (await channel.BasicGetAsync(QueueNames.Session, autoAck: false) is not { } delivery)
                {
                    return "nothing is left to deliver";
                }

                await channel.BasicNackAsync(delivery.DeliveryTag, multiple: false, requeue: true);
                return null;
            },
            "all of them are given up");
        return letters;
    }

    private static async Task PublishAsync(IChannel channel, List<string> sent)
    {
        var id = $"{sent.Count}";
        await channel.BasicPublishAsync(Released, "", mandatory: true, new BasicProperties { Persistent = true, MessageId = id }, "{}"u8.ToArray());
        sent.Add(id);
    }

    // Each once, however often it is there: one that comes while a queue takes over from the other may be in both.
    private static async Task<IEnumerable<string>> ReadAllAsync(IConnection connection, string queue = QueueNames.Session)
    {
        await using var channel = await connection.CreateChannelAsync();
        var found = new HashSet<string>();
        while (await channel.BasicGetAsync(queue, autoAck: true) is { } message)
        {
            found.Add(message.BasicProperties.MessageId!);
        }

        return found;
    }

    private async Task LimitAsync(string queue, int mostMessages)
    {
        using var management = new ManagementInterface(options);
        var ours = QueuePolicies.Of(options).First(policy => policy.IsFor(queue));
        await management.SetAsync(ours with { Definition = new Dictionary<string, object>(ours.Definition) { ["max-length"] = mostMessages } }, CancellationToken.None);
    }

    private async Task SetUpAsync()
    {
        await BrokerSetup.DeployAsync(options, CancellationToken.None);
        using var management = new ManagementInterface(options);
        foreach (var policy in QueuePolicies.Of(options))
        {
            await management.SetAsync(policy, CancellationToken.None);
        }
    }

    private async Task<IReadOnlyList<TopologyStep>> PlanAsync()
    {
        using var management = new ManagementInterface(options);
        return TopologyPlan.Of(options, await management.LookAsync(CancellationToken.None));
    }
}
