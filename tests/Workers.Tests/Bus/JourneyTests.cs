using System.Text;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;
using Pipeline.Messages.Orders;
using Pipeline.Store.Tables;
using Pipeline.Trading.Orders;

namespace Pipeline.Workers.Tests.Bus;

public sealed class JourneyTests
{
    private TempFolder folder = null!;

    [SetUp]
    public void Open() => folder = new TempFolder();

    [TearDown]
    public void Close() => folder.Dispose();

    [Test]
    public async Task An_intent_becomes_a_filled_order_with_its_whole_story()
    {
        await using var pipeline = await RunningPipeline.StartAsync(folder.Path);

        var id = (await pipeline.TakenAsync(Intents.Buy("r1"))).Single();
        var order = await pipeline.OrderUntilAsync(id, "done");

        Assert.That(order.GetProperty("ord_status").GetString(), Is.EqualTo("filled"));
        Assert.That(order.GetProperty("cum_qty").GetDecimal(), Is.EqualTo(10));
        Assert.That(order.GetProperty("fills").EnumerateArray().Sum(fill => fill.GetProperty("last_qty").GetDecimal()), Is.EqualTo(10));
        var kinds = (await pipeline.GetAsync($"/v1/orders/{id}/timeline")).EnumerateArray().Select(entry => entry.GetProperty("kind").GetString()).ToList();
        Assert.That(
            kinds.Distinct(),
            Is.SupersetOf(new[] { "IntentReceived", "OrderProposed", "OrderValidated", "OrderReleased", "OrderSubmitting", "OrderAcknowledged", "ExecutionReport" }));
        await Eventually.Holds(() => pipeline.Store.Read(session => AnalyticsTable.Find(session, id)) is not null, "its figures are worked out");
    }

    [Test]
    public async Task A_message_about_an_order_that_nobody_knows_ends_as_one_dead_letter_with_its_body()
    {
        await using var pipeline = await RunningPipeline.StartAsync(folder.Path);
        var id = new string('Z', 32);

        await pipeline.Services.GetRequiredService<IBus>().Publish(new OrderProposed { ClOrdId = id, IntentId = "?", Pass = 1, Seq = 1, At = DateTimeOffset.UnixEpoch });

        await Eventually.Holds(() => pipeline.Store.Read(DeadLetterTable.Count) > 0, "the message is a dead letter");
        var letter = pipeline.Store.Read(session => DeadLetterTable.Newest(session, 10)).Single();
        Assert.That((letter.Stage, letter.ClOrdId, letter.ExceptionType), Is.EqualTo(("validation", id, "UnknownOrderException")));
        var body = pipeline.Store.Read(session => DeadLetterTable.Content(session, letter.Id)).Body;
        Assert.That(Encoding.UTF8.GetString(body), Does.Contain(id));
        Assert.That(
            pipeline.Store.Read(session => session.Query<string>("SELECT json_extract(data, '$.code') FROM journal WHERE kind = 'AlertRaised'")),
            Is.EqualTo(new[] { "DEAD_LETTER" }));
    }

    [Test]
    public async Task What_a_lost_store_had_told_is_no_news_of_the_one_restored_in_its_place()
    {
        await using var pipeline = await RunningPipeline.StartAsync(folder.Path, new Dictionary<string, string>(), isRestored: true);
        var goesOnAfter = pipeline.Store.Read(session => session.Scalar<long>("SELECT goes_on_after FROM restorations"));
        string lost = new('Y', 32), ours = new('Z', 32), both = new('X', 32);

        await pipeline.Services.GetRequiredService<IBus>().Publish(new NewsBatch { Items = [News(lost, goesOnAfter), News(ours, goesOnAfter + 1), News(both, goesOnAfter), Proposed(both, goesOnAfter + 1)] });

        await Eventually.Holds(() => pipeline.Store.Read(session => SagaTable.Find(session, SagaTable.IdOf(ours))) is not null, "news of this store is applied");
        await Eventually.Holds(
            () => pipeline.Store.Read(session => session.Scalar<long>("SELECT count(*) FROM journal WHERE seq > @goesOnAfter", new { goesOnAfter })) > 0,
            "the journal goes on after what the lost store can have used");
        Assert.That(pipeline.Store.Read(session => SagaTable.Find(session, SagaTable.IdOf(lost))), Is.Null);
        Assert.That(pipeline.Store.Read(session => SagaTable.StateOf(session, both)), Is.EqualTo(OrderState.Proposed), "of an order's news that of the lost store is none");

        NewsItem Proposed(string clOrdId, long seq) => new()
        {
            MessageId = SagaTable.IdOf(clOrdId + "proposed"), Message = new OrderProposed { ClOrdId = clOrdId, IntentId = "?", Pass = 1, Seq = seq, At = DateTimeOffset.UnixEpoch },
        };

        NewsItem News(string clOrdId, long seq) => new()
        {
            MessageId = SagaTable.IdOf(clOrdId),
            Message = new OrderStatusChanged
            {
                ClOrdId = clOrdId, IntentId = "?", Pass = 1, Seq = seq, At = DateTimeOffset.UnixEpoch,
                OrdStatus = Pipeline.Messages.Fix.OrdStatus.Canceled, CumQty = 0, LeavesQty = 0, IsTerminal = true,
            },
        };
    }

    [Test]
    public async Task A_new_process_on_the_same_folder_finishes_what_the_last_one_left()
    {
        string working, proposed;
        await using (var first = await RunningPipeline.StartAsync(folder.Path))
        {
            // Far below the market: it rests until the day ends.
            working = (await first.TakenAsync(Intents.Buy("resting", "\"order_type\":\"limit\",\"limit_price\":170"))).Single();
            await first.OrderUntilAsync(working, "working");
        }

        await using (var second = await RunningPipeline.StartAsync(folder.Path))
        {
            proposed = (await second.TakenAsync(Intents.Buy("r2"))).Single();
            await second.OrderUntilAsync(proposed, "done");
        }

        // As if the last process had died before its sagas heard anything.
        var database = new Pipeline.Store.Writing.SqliteDatabase(folder.File("pipeline.db"));
        using (var connection = database.Open())
        {
            using var command = connection.CreateCommand();
            command.CommandText = "DELETE FROM order_sagas";
            command.ExecuteNonQuery();
        }

        await using var third = await RunningPipeline.StartAsync(folder.Path);
        await third.OrderUntilAsync(proposed, "done");
        var resting = await third.OrderUntilAsync(working, "working");
        Assert.That(resting.GetProperty("ord_status").GetString(), Is.EqualTo("new"));
        Assert.That(third.Store.Read(session => session.Scalar<long>("SELECT count(*) FROM claims")), Is.EqualTo(2), "nothing was sent again");
    }
}
