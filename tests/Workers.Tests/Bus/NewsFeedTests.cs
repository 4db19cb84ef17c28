using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Serialization;
using MassTransit.Serialization;
using Microsoft.Extensions.Logging.Abstractions;
using NUnit.Framework;
using Pipeline.Bus.FollowUps;
using Pipeline.Messages.Fix;
using Pipeline.Messages.Orders;
using Pipeline.Store.Tables;

namespace Pipeline.Workers.Tests.Bus;

/// <summary>News of orders on its way to those who only listen, many at a time.</summary>
public sealed class NewsFeedTests
{
    // max_message_size of rabbitmq.conf.
    private const int LargestMessage = 262_144;

    private const string Reconciliation = Pipeline.Store.Steps.Stages.Reconciliation;
    private const string Validation = Pipeline.Store.Steps.Stages.Validation;
    private const string Analytics = Pipeline.Store.Steps.Stages.Analytics;

    private Transport transport = null!;
    private NewsFeed feed = null!;

    [SetUp]
    public void Start()
    {
        transport = new Transport();
        feed = new NewsFeed(transport, NullLogger<NewsFeed>.Instance);
    }

    [TearDown]
    public void Stop() => feed.Dispose();

    [Test]
    public async Task What_is_said_at_about_the_same_time_travels_as_one_message()
    {
        var told = Enumerable.Range(1, 40).Select(seq => feed.TellAsync(Reconciliation, Filled(seq), traceParent: null)).ToList();
        await feed.StartAsync(CancellationToken.None);

        Assert.That(await Task.WhenAll(told), Is.All.True);
        Assert.That(transport.Batches.Single().Items.Select(item => item.Message.Seq), Is.EquivalentTo(Enumerable.Range(1, 40)));
    }

    [Test]
    public async Task What_the_transport_does_not_take_is_said_to_be_untold_and_what_comes_after_it_is_told()
    {
        transport.IsDown = true;
        var lost = feed.TellAsync(Reconciliation, Filled(1), traceParent: null);
        await feed.StartAsync(CancellationToken.None);
        Assert.That(await lost, Is.False);

        transport.IsDown = false;
        Assert.That(await feed.TellAsync(Reconciliation, Filled(2), traceParent: null), Is.True);
    }

    [Test]
    public async Task Where_analytics_takes_no_more_only_what_it_is_to_hear_stays_untold()
    {
        transport.AnalyticsIsFull = true;
        var ended = feed.TellAsync(Reconciliation, Filled(1), traceParent: null);
        var proposed = feed.TellAsync(Validation, Proposed(2), traceParent: null);
        await feed.StartAsync(CancellationToken.None);

        Assert.That((await ended, await proposed), Is.EqualTo((false, true)));
        Assert.That(transport.Batches.Single().Items, Has.Exactly(2).Items, "the sagas hear both");
    }

    [Test]
    public async Task Analytics_hears_what_has_become_of_orders_and_nothing_else()
    {
        await feed.StartAsync(CancellationToken.None);

        Assert.That(await Task.WhenAll(feed.TellAsync(Reconciliation, Filled(1), null), feed.TellAsync(Validation, Denied(2, "no room"), null), feed.TellAsync(Validation, Proposed(3), null)), Is.All.True);
        Assert.That(transport.Outcomes.SelectMany(batch => batch.Items).Select(item => item.Message.Seq), Is.EquivalentTo(new[] { 1L, 2L }));
    }

    [Test]
    public async Task However_much_is_said_no_message_is_larger_than_the_broker_takes()
    {
        var told = Enumerable.Range(1, 1000).Select(seq => feed.TellAsync(Validation, Denied(seq, new string('"', seq)), traceParent: null)).ToList();
        await feed.StartAsync(CancellationToken.None);

        Assert.That(await Task.WhenAll(told), Is.All.True);
        Assert.That(transport.Batches.Sum(batch => batch.Items.Count), Is.EqualTo(1000));
        Assert.That(transport.Batches.Select(batch => JsonSerializer.SerializeToUtf8Bytes(batch, SystemTextJsonMessageSerializer.Options).Length), Is.All.LessThan(LargestMessage * 3 / 4));
    }

    [Test]
    public async Task What_waits_when_the_process_stops_is_told_before_it_goes()
    {
        var arrived = transport.HoldNext();
        await feed.StartAsync(CancellationToken.None);
        var first = feed.TellAsync(Reconciliation, Filled(1), traceParent: null);
        await arrived;
        var second = feed.TellAsync(Reconciliation, Filled(2), traceParent: null);

        var stopping = feed.StopAsync(CancellationToken.None);
        transport.Release();
        await stopping;

        Assert.That(new[] { await first, await second }, Is.All.True);
        Assert.That(await feed.TellAsync(Reconciliation, Filled(3), traceParent: null), Is.False, "what comes later stays in the store, and nobody waits for it");
    }

    [Test]
    public void What_a_transport_takes_no_more_of_stays_in_the_store_instead_of_in_memory()
    {
        var told = Enumerable.Range(1, 10_000).Select(seq => feed.TellAsync(Reconciliation, Filled(seq), traceParent: null)).ToList();

        Assert.That(told.Count(task => task is { IsCompletedSuccessfully: true, Result: false }), Is.EqualTo(10_000 - 8192));
    }

    [Test]
    public void Each_kind_of_news_comes_out_of_a_batch_as_it_went_in()
    {
        OrderMessage[] news = [Filled(1).Message, Denied(2, "no room").Message];
        var batch = new NewsBatch { Items = [.. news.Select(message => new NewsItem { MessageId = SagaTable.IdOf(message.ClOrdId), Message = message, TraceParent = "00-a-b-01" })] };

        var read = JsonSerializer.Deserialize<NewsBatch>(JsonSerializer.Serialize(batch, SystemTextJsonMessageSerializer.Options), SystemTextJsonMessageSerializer.Options)!;

        Assert.That(read.Items, Is.EqualTo(batch.Items));
    }

    [Test]
    public void Every_message_of_an_order_has_a_name_among_them() => Assert.That(
        typeof(OrderMessage).GetCustomAttributes(typeof(JsonDerivedTypeAttribute), inherit: false).Cast<JsonDerivedTypeAttribute>().Select(type => (type.DerivedType, type.TypeDiscriminator)),
        Is.EquivalentTo(MessageTypes.All.Select(type => (type, (object?)type.Name))), "one without is not taken by the serializer, whether alone or with others");

    private static FollowUp Filled(long seq) => new(SagaTable.IdOf($"{seq}"), new OrderStatusChanged
    {
        ClOrdId = $"ORDER{seq}", IntentId = "INTENT", Pass = 1, Seq = seq, At = DateTimeOffset.UnixEpoch, OrdStatus = OrdStatus.Filled, CumQty = 10, LeavesQty = 0, IsTerminal = true,
    }, Analytics);

    private static FollowUp Proposed(long seq) => new(
        SagaTable.IdOf($"{seq}"), new OrderProposed { ClOrdId = $"ORDER{seq}", IntentId = "INTENT", Pass = 1, Seq = seq, At = DateTimeOffset.UnixEpoch }, Validation);

    private static FollowUp Denied(long seq, string detail) => new(SagaTable.IdOf($"{seq}"), new OrderDenied
    {
        ClOrdId = $"ORDER{seq}", IntentId = "INTENT", Pass = 1, Seq = seq, At = DateTimeOffset.UnixEpoch, Code = "EXPOSURE", Detail = detail,
    }, Analytics);

    private sealed class Transport : IFollowUpPublisher
    {
        private TaskCompletionSource? arrived;
        private TaskCompletionSource? held;

        public ConcurrentQueue<NewsBatch> Batches { get; } = new();

        public ConcurrentQueue<OutcomeBatch> Outcomes { get; } = new();

        public bool IsDown { get; set; }

        public bool AnalyticsIsFull { get; set; }

        public Task HoldNext()
        {
            held = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return (arrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
        }

        public void Release() => held!.SetResult();

        public Task PublishAsync(FollowUp followUp, CancellationToken cancellationToken) => throw new NotSupportedException("A call is no news");

        public Task PublishAsync(OutcomeBatch outcomes, CancellationToken cancellationToken)
        {
            if (AnalyticsIsFull)
            {
                return Task.FromException(new InvalidOperationException("the queue is full"));
            }

            Outcomes.Enqueue(outcomes);
            return Task.CompletedTask;
        }

        public async Task PublishAsync(NewsBatch news, CancellationToken cancellationToken)
        {
            arrived?.TrySetResult();
            if (held is not null)
            {
                await held.Task;
            }

            if (IsDown)
            {
                throw new TimeoutException("nobody confirms");
            }

            Batches.Enqueue(news);
        }
    }
}
