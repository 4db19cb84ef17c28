using Microsoft.Extensions.Options;
using NUnit.Framework;
using Pipeline.Bus;
using Pipeline.Bus.DeadLetters;
using Pipeline.Faults;
using Pipeline.Store.Tables;
using RabbitMQ.Client;

namespace Pipeline.Broker.Tests;

/// <summary>What AMQP would not take of a replayed message is left out of it: the message goes to its queue all the same.</summary>
public sealed class LetterSenderTests
{
    private const string Queue = "letter-sender-test";

    // As 255 bytes that are no text are read: each has three then.
    private static readonly string Grown = new('\uFFFD', 255);

    private IConnection connection = null!;
    private IChannel channel = null!;

    [SetUp]
    public async Task Declare()
    {
        connection = await RabbitMqServer.ConnectAsync(BrokerFixture.Uri, CancellationToken.None);
        channel = await connection.CreateChannelAsync();
        await channel.ExchangeDeclareAsync(Queue, ExchangeType.Fanout, durable: false);
        await channel.QueueDeclareAsync(Queue, durable: false, exclusive: false, autoDelete: false);
        await channel.QueueBindAsync(Queue, Queue, "");
    }

    [TearDown]
    public async Task Delete()
    {
        await channel.QueueDeleteAsync(Queue);
        await channel.ExchangeDeleteAsync(Queue);
        await channel.DisposeAsync();
        await connection.DisposeAsync();
    }

    [Test]
    public async Task A_message_whose_names_are_no_text_is_sent_without_them_and_with_everything_else()
    {
        await using var sender = new BrokerLetterSender(Options.Create(new BusOptions { Transport = "rabbitmq", Broker = BrokerFixture.Uri.ToString() }));
        var headers = $$"""{"colour":"blue","{{Grown}}":"x","large":"{{new string('\uFFFD', 60_000)}}"}""";

        await sender.SendAsync(
            new DeadLetterRow { Id = 7, Queue = Queue, MessageId = Grown },
            new DeadLetterContent { Body = "a body"u8.ToArray(), ContentType = Grown, Headers = headers }, CancellationToken.None);

        var sent = await PipelineOnBroker.UntilAsync(() => channel.BasicGetAsync(Queue, autoAck: true), "it is there");
        Assert.That(sent.Body.ToArray(), Is.EqualTo("a body"u8.ToArray()));
        Assert.That((sent.BasicProperties.MessageId, sent.BasicProperties.ContentType), Is.EqualTo(((string?)null, "application/json")));
        Assert.That(sent.BasicProperties.Headers!.Keys.Where(name => !name.StartsWith("x-", StringComparison.Ordinal)), Is.EquivalentTo(new[] { "colour", "Pipeline-Dead-Letter" }));
    }
}
