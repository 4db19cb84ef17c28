using NUnit.Framework;
using Pipeline.Bus;
using Pipeline.Faults;
using Pipeline.Messages.Fix;
using Pipeline.Store.Steps;

namespace Pipeline.Broker.Tests;

/// <summary>A queue that nobody consumes from though its process believes so, and one whose process waits too long to come back.</summary>
public sealed class ConsumerWatchTests
{
    // What is handed over within the process waits for no consumer.
    private static readonly string[] ByQueues = ["--hand-over", "false"];

    private RabbitMqServer server = null!;

    [SetUp]
    public async Task StartServer()
    {
        server = new RabbitMqServer();
        await server.StartAsync();
    }

    [TearDown]
    public async Task DiscardServer() => await server.DisposeAsync();

    [Test]
    public async Task A_consumer_that_only_the_broker_has_lost_is_missed_and_comes_back()
    {
        await using var pipeline = await PipelineOnBroker.StartAsync(server.Uri, data => Deployment.InTwoProcesses(data, server.Uri, ByQueues));
        await pipeline.PostAsync(IntentOf("before"));
        await pipeline.EndedOrderAsync("before");

        await LoseConsumersAsync(QueueNames.Validation);
        await pipeline.PostAsync(IntentOf("lost"));

        Assert.That((await pipeline.EndedOrderAsync("lost")).OrdStatus, Is.EqualTo(OrdStatus.Filled));
        Assert.That(pipeline.Alerts(), Has.Some.EqualTo(("CONSUMER_MISSING", QueueNames.Validation)));
        Assert.That(await pipeline.HandledAsync(pipeline.Deployment.ProgramOf(Stages.Validation), Stages.Validation), Is.EqualTo(2));
    }

    [Test]
    public async Task A_consumer_that_is_given_nothing_though_messages_wait_is_started_again()
    {
        await using var pipeline = await PipelineOnBroker.StartAsync(server.Uri, data => Deployment.InTwoProcesses(data, server.Uri, ByQueues));

        await LoseConsumersAsync(QueueNames.Validation, another: "{auto, 0, simple_prefetch}");
        await pipeline.PostAsync(IntentOf("starved"));

        Assert.That((await pipeline.EndedOrderAsync("starved")).OrdStatus, Is.EqualTo(OrdStatus.Filled));
        Assert.That(pipeline.Alerts(), Has.Some.EqualTo(("CONSUMER_MISSING", QueueNames.Validation)));
    }

    [Test]
    public async Task A_broker_that_comes_back_is_consumed_from_again_and_no_consumer_is_missed()
    {
        await using var pipeline = await PipelineOnBroker.StartAsync(server.Uri, data => Deployment.InTwoProcesses(data, server.Uri));

        // Long enough for MassTransit's pauses between two tries to have grown beyond the test's patience.
        await server.StopAsync();
        await pipeline.UntilNotReadyAsync();
        await pipeline.PostAsync(IntentOf("meanwhile"));
        await Task.Delay(TimeSpan.FromSeconds(25), TimeProvider.System, CancellationToken.None);
        Assert.That(pipeline.Steps(), Has.None.EqualTo(Stages.Validation), "it is in the process that has taken it in, and is not called while nobody could be told of it");
        await server.StartAsync();
        var back = TimeProvider.System.GetTimestamp();
        await pipeline.EndedOrderAsync("meanwhile");

        TestContext.Progress.WriteLine($"The order ended {TimeProvider.System.GetElapsedTime(back).TotalSeconds:0.0} s after the broker was back");
        Assert.That(pipeline.Alerts().Select(alert => alert.Code), Has.None.EqualTo("CONSUMER_MISSING"), "that the order waited for the broker may be told");
    }

    private static string IntentOf(string rebalance) =>
        $$"""{"rebalance_id":"{{rebalance}}","portfolio":"p","orders":[{"symbol":"AAPL","side":"buy","qty":{{rebalance.Length}},"order_type":"market"}]}""";

    // Takes the consumers out of the queue's own state; neither their channels nor their clients hear of it. Another one may stand in their place, which takes nothing.
    private Task LoseConsumersAsync(string queue, string another = "none") => server.RunCtlAsync(
        "eval",
        $$"""
        {ok, Q} = rabbit_amqqueue:lookup(rabbit_misc:r(<<"/">>, queue, <<"{{queue}}">>)),
        [{ok, _, _} = ra:process_command(amqqueue:get_pid(Q), rabbit_fifo:make_checkout({element(2, C), element(1, C)}, cancel, #{}))
            || C <- rabbit_amqqueue:consumers(Q)],
        {{another}} =:= none orelse ra:process_command(amqqueue:get_pid(Q), rabbit_fifo:make_checkout({<<"another">>, whereis(rabbit_sup)}, {{another}}, #{})).
        """);
}
