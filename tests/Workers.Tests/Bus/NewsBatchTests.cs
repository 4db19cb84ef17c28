using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;
using Pipeline.Messages.Fix;
using Pipeline.Messages.Orders;
using Pipeline.Store.Tables;
using Pipeline.Trading.Orders;

namespace Pipeline.Workers.Tests.Bus;

/// <summary>News of several orders in one message, as the sagas and analytics of a whole process take it in.</summary>
public sealed class NewsBatchTests
{
    private const string Unknown = "NEWSOFANORDERTHATNOBODYKNOWSABC";

    [Test]
    public async Task What_of_a_batch_can_not_be_processed_is_a_dead_letter_by_itself_and_the_rest_is_done()
    {
        using var folder = new TempFolder();
        await using var pipeline = await RunningPipeline.StartAsync(folder.Path);
        var known = (await pipeline.TakenAsync(Intents.Buy("r1")))[0];
        await pipeline.OrderUntilAsync(known, "done");

        var bus = pipeline.Services.GetRequiredService<IBus>();
        await bus.Publish(Batch(Filled(known, 1_000_002)));
        await bus.Publish(new OutcomeBatch { Items = Batch(Filled(Unknown, 1_000_001), Filled(known, 1_000_002)).Items });

        var letters = await Eventually.Until(() => pipeline.GetAsync("/v1/dead-letters"), found => found.GetArrayLength() > 0, "the unknown order's news is a dead letter");
        Assert.That(letters.GetArrayLength(), Is.EqualTo(1));
        Assert.That(letters[0].GetProperty("stage").GetString(), Is.EqualTo("analytics"));
        Assert.That(letters[0].GetProperty("cl_ord_id").GetString(), Is.EqualTo(Unknown));
        Assert.That(letters[0].GetProperty("message_type").GetString(), Does.EndWith(nameof(OrderStatusChanged)));
        await Eventually.Holds(
            () => pipeline.Store.Read(session => SagaTable.Find(session, SagaTable.IdOf(known)))!.LastSeq == 1_000_002, "the known order's saga has heard its news");
    }

    [Test]
    public async Task Several_pieces_of_news_of_one_order_in_one_batch_leave_it_where_the_latest_says()
    {
        using var folder = new TempFolder();
        await using var pipeline = await RunningPipeline.StartAsync(folder.Path);
        OrderMessage[] news =
        [
            Filled(Unknown, 9),
            new OrderProposed { ClOrdId = Unknown, IntentId = "I", Pass = 1, Seq = 2, At = DateTimeOffset.UnixEpoch },
            new OrderSubmitting { ClOrdId = Unknown, IntentId = "I", Pass = 1, Seq = 5, At = DateTimeOffset.UnixEpoch, Attempt = 1 },
        ];

        await pipeline.Services.GetRequiredService<IBus>().Publish(Batch(news));

        var row = await Eventually.Until(
            () => Task.FromResult(pipeline.Store.Read(session => SagaTable.Find(session, SagaTable.IdOf(Unknown)))), saga => saga is not null, "the saga has heard of it");
        Assert.That((row!.State, row.LastSeq, row.Attempt, row.Version), Is.EqualTo((nameof(OrderState.Done), 9L, 1, 1)), "one save for all of them");
    }

    private static NewsBatch Batch(params OrderMessage[] news) =>
        new() { Items = [.. news.Select(message => new NewsItem { MessageId = OrderKey.MessageId(message.ClOrdId, $"{message.Seq}"), Message = message })] };

    private static OrderStatusChanged Filled(string clOrdId, long seq) => new()
    {
        ClOrdId = clOrdId, IntentId = "I", Pass = 1, Seq = seq, At = DateTimeOffset.UnixEpoch, OrdStatus = OrdStatus.Filled, CumQty = 10, LeavesQty = 0, IsTerminal = true,
    };
}
