using System.Text;
using Microsoft.Extensions.Options;
using NUnit.Framework;
using Pipeline.Intake;
using Pipeline.Intake.Checks;
using Pipeline.Messages.Orders;
using Pipeline.Store;
using Pipeline.Store.Steps;
using Pipeline.Store.Tables;
using Pipeline.Store.Timelines;
using Pipeline.Trading.Rules;
using Pipeline.Trading.Sessions.Status;
using Pipeline.Workers.Tests.Store;

namespace Pipeline.Workers.Tests.Stages;

/// <summary>An order that waits for a fact says so, and for which; whoever asks beforehand is told the same.</summary>
[TestFixture(StoreKind.Sqlite)]
[TestFixture(StoreKind.Postgres)]
public sealed class AwaitedFactTests(StoreKind kind)
{
    private PipelineUnderTest pipeline = null!;

    [SetUp]
    public void Start()
    {
        pipeline = new PipelineUnderTest(kind);
        pipeline.SessionOptions.Requirements = RequiredInputs.Parse("XNYS=price_band");
    }

    [TearDown]
    public void Stop() => pipeline.Dispose();

    [Test]
    public async Task A_check_answers_that_the_order_would_wait_and_for_which_fact()
    {
        var line = await CheckAsync();

        Assert.That((line.Outcome, line.Code, line.Session!.Status), Is.EqualTo((LineOutcome.Wait, "SESSION_FACT_UNKNOWN", "unknown")));
        Assert.That(line.Detail, Is.EqualTo("fact=price_band, last_said=never, symbol=AAPL, market=XNYS, venue=paper"));
        Assert.That(line.Rules, Has.All.Property("Passed").True);
    }

    [Test]
    public async Task What_a_rule_denies_does_not_wait_for_a_fact_of_the_market()
    {
        await pipeline.LimitAsync("""{"global": {"max_order_qty": 1}}""");

        var line = await CheckAsync();

        Assert.That((line.Outcome, line.Code), Is.EqualTo((LineOutcome.Deny, "MAX_ORDER_QTY")));
    }

    [Test]
    public async Task While_the_account_is_compared_a_check_says_that_the_order_would_wait_for_it()
    {
        pipeline.SessionOptions.Requirements = RequiredInputs.None;
        var account = pipeline.Order((await pipeline.ProposedAsync()).ClOrdId).Account;
        await pipeline.Store.WriteAsync(
            session =>
            {
                ReconcilingState.Begin(session, "paper", account, pipeline.Now);
                return true;
            },
            CancellationToken.None);

        var line = await CheckAsync("r2");

        Assert.That((line.Outcome, line.Code), Is.EqualTo((LineOutcome.Wait, "RECONCILING")));
    }

    [Test]
    public async Task The_story_says_once_what_the_order_waits_for_however_often_the_stage_asks()
    {
        var validated = await pipeline.ValidatedAsync();
        for (var tries = 0; tries < 3; tries++)
        {
            await Assert.ThrowsAsync<FactsUnavailableException>(() => pipeline.Session.HandleAsync(validated, CancellationToken.None));
        }

        Assert.That(
            StoryOf(validated.ClOrdId).Where(line => line.StartsWith("Waits", StringComparison.Ordinal)),
            Is.EqualTo(new[] { "Waits for a fact: SESSION_FACT_UNKNOWN: fact=price_band, last_said=never, symbol=AAPL, market=XNYS, venue=paper; nothing is sent without it, and at 2026-03-02 15:15:00Z the order is denied" }));
    }

    [Test]
    public async Task A_fact_that_is_gone_at_the_last_gate_is_told_too()
    {
        pipeline.SessionOptions.Requirements = RequiredInputs.None;
        var released = await pipeline.ReleasedAsync();
        pipeline.SessionOptions.Requirements = RequiredInputs.Parse("XNYS=security_status");

        await Assert.ThrowsAsync<FactsUnavailableException>(() => pipeline.Submission.HandleAsync(released, CancellationToken.None));

        Assert.That(StoryOf(released.ClOrdId), Has.Some.StartsWith("Waits for a fact: SESSION_FACT_UNKNOWN: fact=security_status"));
    }

    [Test]
    public async Task Who_waits_too_long_for_a_fact_pages_with_that_fact_and_not_with_the_stage()
    {
        var validated = await pipeline.ValidatedAsync(); // valid for 15 minutes
        await Assert.ThrowsAsync<FactsUnavailableException>(() => pipeline.Session.HandleAsync(validated, CancellationToken.None));
        pipeline.Clock.Advance(TimeSpan.FromMinutes(1));
        await pipeline.Deadlines.ActOnDueAsync(CancellationToken.None);

        Assert.That(pipeline.Alerts(), Is.EqualTo(new[] { "ORDER_WAITS" }));
        Assert.That(
            pipeline.Store.Read(session => session.Scalar<string>("SELECT data FROM journal WHERE kind = 'AlertRaised'")),
            Does.Contain("SESSION_FACT_UNKNOWN: fact=price_band"));
    }

    private async Task<LineCheck> CheckAsync(string rebalance = "r1")
    {
        var judge = new LineJudge(
            pipeline.Venue, pipeline.Calendars, Options.Create(pipeline.SessionOptions), Options.Create(new ValidationOptions()), Options.Create(pipeline.Approvals), pipeline.HaltFile);
        var checks = new IntentChecks(pipeline.Store, pipeline.Limits, judge, Options.Create(new IntakeOptions()), pipeline.Clock);
        var answer = await checks.CheckAsync(
            new Submitted(Encoding.UTF8.GetBytes(PipelineUnderTest.AnIntent(rebalance: rebalance, qty: rebalance == "r1" ? 10 : 9)), "http", null), CancellationToken.None);
        return ((CheckResult.Checked)answer).Answer.Orders.Single();
    }

    private IReadOnlyList<string> StoryOf(string clOrdId) =>
        [.. pipeline.Store.Read(session => Timeline.Of(session, clOrdId, OrderTable.Find(session, clOrdId)!.IntentId)).Select(entry => entry.Summary)];
}
