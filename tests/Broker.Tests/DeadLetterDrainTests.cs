using System.Diagnostics;
using System.Text;
using System.Text.Json;
using NUnit.Framework;
using Pipeline.Bus;
using Pipeline.Faults;
using Pipeline.Messages.Fix;
using Pipeline.Store.Tables;
using Pipeline.Trading.DeadLetters;
using RabbitMQ.Client;

namespace Pipeline.Broker.Tests;

/// <summary>
/// What the broker has dead-lettered comes into the store, and leaves the broker when it is there. Asked of a broker of its own; the process
/// hosts no analytics, so that nobody but the test takes from that queue.
/// </summary>
public sealed class DeadLetterDrainTests
{
    private RabbitMqServer server = null!;
    private PipelineOnBroker pipeline = null!;

    [OneTimeSetUp]
    public async Task Start()
    {
        server = new RabbitMqServer();
        await server.StartAsync();
        pipeline = await PipelineOnBroker.StartAsync(server.Uri, data => Deployment.OfTheDoor(data, server.Uri));
    }

    [OneTimeTearDown]
    public async Task Stop()
    {
        await pipeline.DisposeAsync();
        await server.DisposeAsync();
    }

    [Test]
    public async Task A_message_delivered_too_often_comes_into_the_store_byte_for_byte_with_its_headers()
    {
        byte[] body = [0, 1, 2, 255, .. "no JSON"u8];
        await using (var connection = await RabbitMqServer.ConnectAsync(server.Uri, CancellationToken.None))
        {
            await using var channel = await connection.CreateChannelAsync(new CreateChannelOptions(true, true));
            await PublishAsync(channel, QueueNames.Analytics, "too-often", body, ("colour", "blue"));
            await PipelineOnBroker.UntilAsync(
                async () =>
                {
                    if (await channel.BasicGetAsync(QueueNames.Analytics, autoAck: false) is { } delivery)
                    {
                        await channel.BasicNackAsync(delivery.DeliveryTag, multiple: false, requeue: true);
                    }

                    return pipeline.DeadLetters().SingleOrDefault(kept => kept.MessageId == "too-often");
                },
                "the broker gives it up, and it is kept");
        }

        var letter = pipeline.DeadLetters().Single(kept => kept.MessageId == "too-often");
        Assert.That((letter.Stage, letter.Queue, letter.ExceptionType, letter.Attempts), Is.EqualTo(("analytics", "analytics", "BrokerDeadLetter", 1)));
        Assert.That(letter.Reason, Does.Contain("delivered too often"));
        var content = pipeline.ContentOf(letter);
        Assert.That(content.Body, Is.EqualTo(body));
        Assert.That(JsonDocument.Parse(content.Headers).RootElement.GetProperty("colour").GetString(), Is.EqualTo("blue"));
        await IsGoneAsync(QueueNames.ErrorOf(QueueNames.Analytics));
    }

    [Test]
    public async Task However_deep_its_headers_go_it_is_kept_and_can_be_looked_at()
    {
        object? deep = "bottom";
        for (var level = 0; level < 1_100; level++)
        {
            deep = new Dictionary<string, object?> { ["t"] = deep };
        }

        await PublishAsync(QueueNames.ErrorOf(QueueNames.Session), "deep", "{}"u8.ToArray(), ("deep", deep), ("colour", "blue"));

        var letter = await pipeline.DeadLetterAsync(kept => kept.MessageId == "deep");

        Assert.That(JsonDocument.Parse(pipeline.ContentOf(letter).Headers).RootElement.GetProperty("colour").GetString(), Is.EqualTo("blue"));
        await IsGoneAsync(QueueNames.ErrorOf(QueueNames.Session));
    }

    [Test]
    public async Task What_an_earlier_version_moved_to_an_error_queue_keeps_its_exception()
    {
        await PublishAsync(
            QueueNames.ErrorOf(QueueNames.Session), "moved", "{}"u8.ToArray(), ("MT-Fault-ExceptionType", "System.FormatException"), ("MT-Fault-Message", "no number 17"),
            ("MT-Fault-StackTrace", "at Somewhere"), ("MT-Fault-Timestamp", "2026-03-02T15:00:00Z"));

        var letter = await pipeline.DeadLetterAsync(kept => kept.MessageId == "moved");

        Assert.That((letter.Stage, letter.ExceptionType, letter.Reason), Is.EqualTo(("session", "FormatException", "no number 17")));
        Assert.That(pipeline.ExceptionOf(letter), Does.Contain("at Somewhere"));
        await IsGoneAsync(QueueNames.ErrorOf(QueueNames.Session));
    }

    [Test]
    public async Task What_was_skipped_comes_into_the_store_from_the_queue_and_from_its_consumer()
    {
        const string Foreign = """{"messageId":"5b2c3c3e-0000-0000-0000-00000000000a","messageType":["urn:message:Nobody:Takes"],"message":{}}""";
        await PublishAsync(QueueNames.SkippedOf(QueueNames.Validation), "skipped-before", Encoding.UTF8.GetBytes(Foreign));
        await PublishAsync(QueueNames.Validation, "5b2c3c3e-0000-0000-0000-00000000000b", Encoding.UTF8.GetBytes(Foreign));

        var (before, now) = (
            await pipeline.DeadLetterAsync(kept => kept.MessageId == "skipped-before"), await pipeline.DeadLetterAsync(kept => kept.MessageId == "5b2c3c3e-0000-0000-0000-00000000000b"));

        Assert.That((before.ExceptionType, now.ExceptionType), Is.EqualTo(("NoConsumer", "NoConsumer")));
        Assert.That(before.GroupId, Is.EqualTo(now.GroupId), "both are of one group");
        await IsGoneAsync(QueueNames.SkippedOf(QueueNames.Validation));
    }

    [Test]
    public async Task What_nobody_can_read_fails_once_and_wakes_a_person_once()
    {
        int Pages() => pipeline.Alerts().Count(alert => alert == ("DEAD_LETTER", "validation"));
        var before = Pages();
        await PublishAsync(QueueNames.Validation, "unreadable", "{\"poison\": true"u8.ToArray());
        await pipeline.DeadLetterAsync(kept => kept.MessageId == "unreadable");

        // Behind it in the queue: when this one is kept, whatever becomes of the first has become of it.
        await PublishAsync(QueueNames.Validation, "unreadable too", "{\"another\": true"u8.ToArray());
        await pipeline.DeadLetterAsync(kept => kept.MessageId == "unreadable too");

        Assert.That(
            pipeline.DeadLetters().Where(kept => kept.MessageId!.StartsWith("unreadable", StringComparison.Ordinal)).Select(kept => (kept.ExceptionType, kept.Attempts)),
            Is.EqualTo(new[] { ("SerializationException", 1), ("SerializationException", 1) }));
        Assert.That(Pages() - before, Is.EqualTo(2));
    }

    [Test]
    public async Task While_the_store_is_down_it_waits_in_the_broker_and_then_is_kept_once()
    {
        var queue = QueueNames.ErrorOf(QueueNames.Cancel);
        await using (var store = pipeline.OpenStore())
        {
            await using var statement = store.CreateCommand();
            statement.CommandText = "BEGIN EXCLUSIVE";
            await statement.ExecuteNonQueryAsync();
            await PublishAsync(queue, "waited", "{}"u8.ToArray());

            // Without the store the drain's lease runs out too: by then it has tried in vain.
            await PipelineOnBroker.UntilAsync(async () => await OfQueueAsync(queue, "consumers") == "0" ? "given up" : null, "the drain has given up");
            Assert.That(await CountAsync(queue), Is.EqualTo("1"));
            Assert.That(pipeline.DeadLetters().Where(kept => kept.MessageId == "waited"), Is.Empty);
            statement.CommandText = "ROLLBACK";
            await statement.ExecuteNonQueryAsync();
        }

        Assert.That((await pipeline.DeadLetterAsync(kept => kept.MessageId == "waited")).Attempts, Is.EqualTo(1));
        await IsGoneAsync(queue);
    }

    [Test]
    public async Task One_that_can_not_be_kept_stays_with_the_broker_and_the_others_are_taken()
    {
        var queue = QueueNames.ErrorOf(QueueNames.Reconciliation);
        await using (var store = pipeline.OpenStore())
        {
            await using var statement = store.CreateCommand();
            statement.CommandText = "CREATE TRIGGER no_such_body BEFORE INSERT ON dead_letter_contents WHEN new.body = CAST('unkeepable' AS BLOB) BEGIN SELECT RAISE(ABORT, 'no such body'); END";
            await statement.ExecuteNonQueryAsync();
            await PublishAsync(queue, "unkeepable", "unkeepable"u8.ToArray());
            await PublishAsync(queue, "other 0", "{}"u8.ToArray());
            await pipeline.DeadLetterAsync(kept => kept.MessageId == "other 0");
            var drain = await DrainAsync();

            // The drain looks once a second whether it has to begin anew: by then it would have.
            var began = Stopwatch.StartNew();
            for (var n = 1; began.Elapsed < TimeSpan.FromSeconds(3); n++)
            {
                var name = $"other {n}";
                await PublishAsync(queue, name, "{}"u8.ToArray());
                await pipeline.DeadLetterAsync(kept => kept.MessageId == name);
            }

            Assert.That(await DrainAsync(), Is.EqualTo(drain), "the same connection, though one message stays");
            await PipelineOnBroker.UntilAsync(async () => await CountAsync(queue) == "1" ? "one" : null, "only that one is left");
            statement.CommandText = "DROP TRIGGER no_such_body";
            await statement.ExecuteNonQueryAsync();
        }

        await server.RunCtlAsync("close_all_connections", "a test");
        await pipeline.DeadLetterAsync(kept => kept.MessageId == "unkeepable");
        await IsGoneAsync(queue);
    }

    [Test]
    public async Task An_intent_that_was_refused_is_edited_replayed_and_taken_over_the_broker()
    {
        const string Bad = """{"rebalance_id":"amended","portfolio":"p","orders":[{"symbol":"AAPL","side":"buy","qty":-5,"order_type":"market"}]}""";
        await PublishAsync(QueueNames.Intake, "amend me", Encoding.UTF8.GetBytes(Bad), ("colour", "blue"));
        var letter = await pipeline.DeadLetterAsync(kept => kept.MessageId == "amend me");
        Assert.That(await CountAsync(QueueNames.ErrorOf(QueueNames.Intake)), Is.EqualTo("0"), "it is in the store, and nowhere else");

        await pipeline.ActAsync($"/v1/dead-letters/{letter.Id}:replay");
        await pipeline.DeadLetterAsync(kept => kept.Id == letter.Id && kept.Attempts == 2);
        await pipeline.ActAsync($"/v1/dead-letters/{letter.Id}:edit", $""","body":{JsonSerializer.Serialize(Bad.Replace("-5", "5", StringComparison.Ordinal))}""");
        await pipeline.ActAsync($"/v1/dead-letters/{letter.Id}:replay");

        var done = await pipeline.DeadLetterAsync(kept => kept.Id == letter.Id && kept.Result == ReplayResult.Done);
        Assert.That((done.Attempts, done.Replays, done.State), Is.EqualTo((2, 2, DeadLetterState.Replayed)));
        Assert.That(pipeline.DeadLetters().Count(kept => kept.MessageId == "amend me"), Is.EqualTo(1));
    }

    private async Task PublishAsync(string queue, string messageId, byte[] body, params (string Name, object? Value)[] headers)
    {
        await using var connection = await RabbitMqServer.ConnectAsync(server.Uri, CancellationToken.None);
        await using var channel = await connection.CreateChannelAsync(new CreateChannelOptions(true, true));
        await PublishAsync(channel, queue, messageId, body, headers);
    }

    private static async Task PublishAsync(IChannel channel, string queue, string messageId, byte[] body, params (string Name, object? Value)[] headers) => await channel.BasicPublishAsync(
        "", queue, mandatory: true,
        new BasicProperties
        {
            MessageId = messageId, Persistent = true, ContentType = "application/vnd.masstransit+json", Headers = headers.ToDictionary(header => header.Name, header => header.Value),
        },
        body);

    private Task IsGoneAsync(string queue) => PipelineOnBroker.UntilAsync(async () => await CountAsync(queue) == "0" ? "gone" : null, $"{queue} is empty");

    private async Task<string> DrainAsync() =>
        (await server.RunCtlAsync("list_connections", "pid", "client_properties", "--no-table-headers")).Split('\n').Single(line => line.Contains("pipeline dead letters", StringComparison.Ordinal));

    private Task<string> CountAsync(string queue) => OfQueueAsync(queue, "messages");

    private async Task<string> OfQueueAsync(string queue, string what) =>
        (await server.RunCtlAsync("list_queues", "name", what, "--no-table-headers")).Split('\n').Select(line => line.Split('\t')).Single(cells => cells[0] == queue)[1].Trim();
}
