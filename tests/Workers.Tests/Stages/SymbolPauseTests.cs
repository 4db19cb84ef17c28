using System.Text;
using Microsoft.Extensions.Options;
using NUnit.Framework;
using Pipeline.Intake;
using Pipeline.Intake.Checks;
using Pipeline.Messages.Fix;
using Pipeline.Messages.Orders;
using Pipeline.Operator;
using Pipeline.Store.Steps;
using Pipeline.Store.Tables;
using Pipeline.Trading.Orders;
using Pipeline.Trading.Reconciliation;
using Pipeline.Trading.Rules;
using Pipeline.Workers.Tests.Store;

namespace Pipeline.Workers.Tests.Stages;

/// <summary>While a break of a symbol is open its new orders wait for a person, who lets one pass what has held it and nothing else.</summary>
[TestFixture(StoreKind.Sqlite)]
[TestFixture(StoreKind.Postgres)]
public sealed class SymbolPauseTests(StoreKind kind)
{
    private static readonly Actor Alice = new("alice", "looked at the venue's page");

    private static readonly Difference ExternalOrder = new(BreakKind.ExternalOrder, "V77", "AAPL", null, "not ours", "New, 0 of 5 filled");
    private static readonly Difference Rejected = new(BreakKind.RejectBreaker, "AAPL", "AAPL", null, "sent 5 times in 10 minutes", "UNPROCESSABLE: no");

    private PipelineUnderTest pipeline = null!;

    [SetUp]
    public void Start() => pipeline = new PipelineUnderTest(kind);

    [TearDown]
    public void Stop() => pipeline.Dispose();

    [Test]
    public async Task An_order_that_a_person_releases_passes_what_held_it()
    {
        await RaiseAsync(ExternalOrder);
        var held = await HeldAsync();
        Assert.That(held.Code, Is.EqualTo(Grant.SymbolPaused));

        await pipeline.Submission.HandleAsync(await ReleasedAnewAsync(held.ClOrdId), CancellationToken.None);

        Assert.That(pipeline.Venue.Sent.Select(order => order.ClOrdId), Is.EqualTo(new[] { held.ClOrdId }));
    }

    [Test]
    public async Task And_not_what_else_holds_orders_of_its_symbol()
    {
        await RaiseAsync(ExternalOrder);
        var held = await HeldAsync();
        await RaiseAsync(Rejected);

        var again = (OrderHeld)(await pipeline.TwiceAsync(pipeline.Submission, await ReleasedAnewAsync(held.ClOrdId))).Single().Message;

        Assert.That((again.Code, pipeline.Venue.Sent.Count), Is.EqualTo((Grant.RejectBreaker, 0)));

        var breaker = pipeline.Store.Read(session => BreakTable.Pausing(session, "paper", "paper", "AAPL"))[^1];
        var told = ((ActResult.Done)await new BreakActs(pipeline.Store, pipeline.Clock).AcceptAsync(breaker.Id, Alice)).FollowUps;
        Assert.That(told.Select(followUp => followUp.Message.ClOrdId), Is.EqualTo(new[] { held.ClOrdId }), "what is still open it was let pass");
    }

    [Test]
    public async Task What_is_held_goes_on_once_the_last_break_of_its_symbol_is_accepted()
    {
        await RaiseAsync(ExternalOrder);
        await RaiseAsync(Rejected);
        var held = await HeldAsync();
        var acts = new BreakActs(pipeline.Store, pipeline.Clock);
        var open = pipeline.Store.Read(session => BreakTable.Pausing(session, "paper", "paper", "AAPL"));

        Assert.That(((ActResult.Done)await acts.AcceptAsync(open[0].Id, Alice)).FollowUps, Is.Empty, "the other one is open");
        Assert.That(pipeline.Order(held.ClOrdId).OrdStatus, Is.EqualTo(OrdStatus.Held));

        Assert.That(((ActResult.Done)await acts.AcceptAsync(open[1].Id, Alice)).FollowUps.Select(told => told.Message.ClOrdId), Is.EqualTo(new[] { held.ClOrdId }));
    }

    [Test]
    public async Task A_question_names_the_code_that_an_order_would_be_held_with()
    {
        await RaiseAsync(Rejected);
        var judge = new LineJudge(
            pipeline.Venue, pipeline.Calendars, Options.Create(pipeline.SessionOptions), Options.Create(new ValidationOptions()), Options.Create(pipeline.Approvals), pipeline.HaltFile);
        var checks = new IntentChecks(pipeline.Store, pipeline.Limits, judge, Options.Create(new IntakeOptions()), pipeline.Clock);

        var answer = (CheckResult.Checked)await checks.CheckAsync(new Submitted(Encoding.UTF8.GetBytes(PipelineUnderTest.AnIntent()), "http", null), CancellationToken.None);

        Assert.That(answer.Answer.Orders.Single().Code, Is.EqualTo((await HeldAsync()).Code).And.EqualTo(Grant.RejectBreaker));
    }

    private Task RaiseAsync(Difference found) => pipeline.Store.WriteAsync(session => Breaks.Raise(session, "paper", "paper", found, pipeline.Now));

    private async Task<OrderHeld> HeldAsync() => (OrderHeld)(await pipeline.TwiceAsync(pipeline.Submission, await pipeline.ReleasedAsync())).Single().Message;

    private async Task<OrderReleased> ReleasedAnewAsync(string clOrdId)
    {
        var proposed = (OrderProposed)((ActResult.Done)await pipeline.Orders.ReleaseAsync(clOrdId, Alice)).FollowUps.Single().Message;
        var validated = await PipelineUnderTest.OneAsync<OrderProposed, OrderValidated>(pipeline.Validation, proposed);
        return await PipelineUnderTest.OneAsync<OrderValidated, OrderReleased>(pipeline.Session, validated);
    }
}
