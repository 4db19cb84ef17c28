using System.Diagnostics;
using NUnit.Framework;
using Pipeline.Bus;
using Pipeline.Faults;
using Pipeline.Messages.Fix;
using RabbitMQ.Client;

namespace Pipeline.Broker.Tests;

/// <summary>Intents from foreign AMQP clients, which know nothing of envelopes.</summary>
public sealed class AmqpIntakeTests
{
    private PipelineOnBroker pipeline = null!;

    [OneTimeSetUp]
    public async Task Start() => pipeline = await PipelineOnBroker.StartAsync(
        BrokerFixture.Uri, data => Deployment.InOneProcess(data, "--transport", "rabbitmq", "--broker", BrokerFixture.Uri.ToString()));

    [OneTimeTearDown]
    public async Task Stop() => await pipeline.DisposeAsync();

    [TestCase("untyped")]
    [TestCase("typed", "--content-type", "application/json")]
    public async Task An_intent_of_a_foreign_client_is_filled(string rebalanceId, params string[] arguments)
    {
        await AmqpPublishAsync(Intent(rebalanceId), arguments);

        Assert.That((await pipeline.EndedOrderAsync(rebalanceId)).OrdStatus, Is.EqualTo(OrdStatus.Filled));
    }

    [Test]
    public async Task The_message_id_stands_in_for_the_rebalance_id_and_a_repeat_makes_no_second_order()
    {
        await PublishAsync("by-message-id", Intent(null));
        await PublishAsync("by-message-id", Intent(null));

        Assert.That((await pipeline.EndedOrderAsync("by-message-id")).OrdStatus, Is.EqualTo(OrdStatus.Filled));
    }

    [TestCase("invalid", """{"portfolio":"p","orders":[{"symbol":"AAPL","side":"buy","qty":-1,"order_type":"market"}]}""", "$.orders[0].qty")]
    [TestCase("garbage", "not even JSON", "$")]
    public async Task What_is_no_intent_ends_in_the_dead_letters_once_and_is_not_tried_again(string messageId, string body, string path)
    {
        await PublishAsync(messageId, body);

        await pipeline.DeadLetterAsync(letter => letter.MessageId == messageId);
        // Whatever is published later is worked off later: had the message come back, it would have failed again by now.
        await PublishAsync($"after-{messageId}", Intent(null));
        await pipeline.EndedOrderAsync($"after-{messageId}");
        var letter = pipeline.DeadLetters().Single(letter => letter.MessageId == messageId);
        Assert.That((letter.Stage, letter.Attempts), Is.EqualTo((QueueNames.Intake, 1)));
        Assert.That(letter.Reason, Does.Contain(path));
    }

    private static string Intent(string? rebalanceId) =>
        $$"""{{{(rebalanceId is null ? "" : $"\"rebalance_id\":\"{rebalanceId}\",")}}"portfolio":"p","orders":[{"symbol":"AAPL","side":"buy","qty":5,"order_type":"market"}]}""";

    // amqp-tools take a slash at the end for a virtual host without a name.
    private static async Task AmqpPublishAsync(string body, string[] arguments)
    {
        using var publish = Process.Start(
            "amqp-publish", ["--url", BrokerFixture.Uri.ToString().TrimEnd('/'), "--exchange", QueueNames.IntentsExchange, "--persistent", .. arguments, "--body", body]);
        await publish.WaitForExitAsync();
        Assert.That(publish.ExitCode, Is.Zero);
    }

    private static async Task PublishAsync(string messageId, string body)
    {
        await using var connection = await RabbitMqServer.ConnectAsync(BrokerFixture.Uri, CancellationToken.None);
        await using var channel = await connection.CreateChannelAsync(new CreateChannelOptions(true, true));
        var properties = new BasicProperties { MessageId = messageId, Persistent = true };
        await channel.BasicPublishAsync(QueueNames.IntentsExchange, "", mandatory: true, properties, System.Text.Encoding.UTF8.GetBytes(body));
    }
}
