using System.Text;
using Microsoft.Extensions.Options;
using NUnit.Framework;
using Pipeline.Intake;
using Pipeline.Intake.Checks;
using Pipeline.Messages.Fix;
using Pipeline.Messages.Orders;
using Pipeline.Store.Steps;
using Pipeline.Store.Tables;
using Pipeline.Trading.Halts;
using Pipeline.Trading.Rules;
using Pipeline.Venues;

namespace Pipeline.Workers.Tests.Stages;

/// <summary>What a reduce-only halt lets through is decided in the grant, by what the account holds and what others have open there.</summary>
public sealed class ReduceOnlyHaltTests
{
    private static readonly Actor Alice = new("alice", "drill");

    private PipelineUnderTest pipeline = null!;

    [SetUp]
    public async Task Start()
    {
        pipeline = new PipelineUnderTest();
        var bought = (await pipeline.WorkingAsync()).ClOrdId;
        await pipeline.BookAsync(pipeline.Report(bought, ExecType.Trade, "x1", 10, 100));
        Assert.That(pipeline.Position().Qty, Is.EqualTo(10));
        await pipeline.Trading.HaltAsync("symbol:AAPL", Alice, HaltMode.ReduceOnly);
    }

    [TearDown]
    public void Stop() => pipeline.Dispose();

    [Test]
    public async Task A_sell_of_what_is_held_goes_and_one_of_more_does_not([Values(10, 11)] int qty)
    {
        var code = await SubmitAsync("sell", qty, "s1");

        Assert.That(code, Is.EqualTo(qty == 10 ? null : "REDUCE_ONLY"));
    }

    [Test]
    public async Task A_question_about_two_sells_that_close_more_than_is_held_together_is_answered_as_they_would_be_judged()
    {
        var judge = new LineJudge(
            pipeline.Venue, pipeline.Calendars, Options.Create(pipeline.SessionOptions), Options.Create(new ValidationOptions()), Options.Create(pipeline.Approvals), pipeline.HaltFile);
        var checks = new IntentChecks(pipeline.Store, pipeline.Limits, judge, Options.Create(new IntakeOptions()), pipeline.Clock);
        var asked = """{"rebalance_id":"q","portfolio":"core","orders":[{"symbol":"AAPL","side":"sell","qty":6,"order_type":"market","leg":"a"},{"symbol":"AAPL","side":"sell","qty":6,"order_type":"market","leg":"b"}]}""";

        var answer = await checks.CheckAsync(new Submitted(Encoding.UTF8.GetBytes(asked), "http", null), CancellationToken.None);

        Assert.That(((CheckResult.Checked)answer).Answer.Orders.Select(line => (line.Outcome, line.Code)), Is.EqualTo(new[] { (LineOutcome.Accept, null), (LineOutcome.Deny, "REDUCE_ONLY") }));
    }

    [Test]
    public async Task A_buy_does_not_go() => Assert.That(await SubmitAsync("buy", 1, "b1"), Is.EqualTo("REDUCE_ONLY"));

    [Test]
    public async Task A_sell_whose_outcome_is_unknown_counts_like_one_that_is_open()
    {
        pipeline.Venue.OnSubmit = _ => new SubmitOutcome.Unknown("TIMEOUT");
        Assert.That(await SubmitAsync("sell", 6, "s1"), Is.Null);

        Assert.That(await SubmitAsync("sell", 5, "s2"), Is.EqualTo("REDUCE_ONLY"));
        Assert.That(await SubmitAsync("sell", 4, "s3"), Is.Null);
    }

    [Test]
    public async Task An_order_that_was_granted_before_the_halt_is_not_sent_under_it()
    {
        var released = await ReleasedAsync("sell", 4, "s1");
        await pipeline.Trading.HaltAsync("symbol:AAPL", Alice);
        await pipeline.Store.WriteAsync(session => HaltTable.Delete(session, "symbol:AAPL"));
        pipeline.Venue.BeforeLastLook = () => pipeline.Trading.HaltAsync("all", Alice, HaltMode.ReduceOnly).GetAwaiter().GetResult();

        var again = (await pipeline.Submission.HandleAsync(released, CancellationToken.None)).Select(told => told.Message).OfType<OrderReleased>().Single();
        pipeline.Venue.BeforeLastLook = null;
        await pipeline.Submission.HandleAsync(again, CancellationToken.None);

        Assert.That(pipeline.Venue.Sent.Count(order => order.Side == Side.Sell), Is.EqualTo(1), "the gate has looked at it again under the halt, and it reduces");
    }

    /// <summary>The code it is denied with; null when it was sent.</summary>
    private async Task<string?> SubmitAsync(string side, int qty, string rebalance)
    {
        var released = await ReleasedAsync(side, qty, rebalance);
        var told = await pipeline.Submission.HandleAsync(released, CancellationToken.None);
        var code = told.Select(followUp => followUp.Message).OfType<OrderDenied>().SingleOrDefault()?.Code;
        Assert.That(pipeline.Venue.Sent.Select(order => order.ClOrdId).Contains(released.ClOrdId), Is.EqualTo(code is null), "what is not denied is sent, and nothing else");
        return code;
    }

    private async Task<OrderReleased> ReleasedAsync(string side, int qty, string rebalance)
    {
        var taken = (Intake.IntakeResult.Taken)await pipeline.TakeAsync(PipelineUnderTest.AnIntent(qty: qty, rebalance: rebalance).Replace("\"buy\"", $"\"{side}\""));
        var validated = await PipelineUnderTest.OneAsync<OrderProposed, OrderValidated>(pipeline.Validation, (OrderProposed)taken.FollowUps.Single().Message);
        return await PipelineUnderTest.OneAsync<OrderValidated, OrderReleased>(pipeline.Session, validated);
    }
}
