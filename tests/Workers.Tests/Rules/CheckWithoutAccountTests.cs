using System.Text;
using Microsoft.Extensions.Options;
using NUnit.Framework;
using Pipeline.Intake;
using Pipeline.Intake.Checks;
using Pipeline.Trading.Rules;

namespace Pipeline.Workers.Tests.Rules;

/// <summary>Where the state of the account is not known, a question is answered all the same: rule by rule, those that need it failing and saying so.</summary>
public sealed class CheckWithoutAccountTests
{
    private PipelineUnderTest pipeline = null!;

    [SetUp]
    public async Task Start()
    {
        pipeline = new PipelineUnderTest();
        await pipeline.LimitAsync("""{"global": {"max_order_qty": 500, "max_exposure_pct": 50, "buying_power_pct": 100, "max_daily_loss": 100}}""");
        await pipeline.Store.WriteAsync(session => session.Execute("DELETE FROM accounts"));
    }

    [TearDown]
    public void Stop() => pipeline.Dispose();

    [Test]
    public async Task A_line_waits_for_the_account_and_each_rule_that_needs_it_fails_closed_and_says_why()
    {
        var line = (await CheckAsync(PipelineUnderTest.AnIntent())).Single();

        Assert.That((line.Outcome, line.Code, line.Detail), Is.EqualTo((LineOutcome.Wait, "ACCOUNT_UNKNOWN", "account=paper, venue=paper, last_said=never")));
        var failed = line.Rules!.Where(rule => !rule.Passed).ToDictionary(rule => rule.Code, rule => rule.Detail);
        Assert.That(failed.Keys, Is.EquivalentTo(new[] { "MAX_EXPOSURE_PCT", "BUYING_POWER", "MAX_DAILY_LOSS" }));
        Assert.That(failed["MAX_EXPOSURE_PCT"], Does.Contain("equity=unknown"));
        Assert.That(failed["BUYING_POWER"], Does.Contain("equity=unknown"));
        Assert.That(failed["MAX_DAILY_LOSS"], Does.Contain("loss=unknown"));
    }

    [Test]
    public async Task A_state_that_is_too_old_is_not_known_either()
    {
        pipeline.RefreshAccount();
        pipeline.Clock.Advance(new ValidationOptions().MaxAccountAge + TimeSpan.FromSeconds(1));

        var line = (await CheckAsync(PipelineUnderTest.AnIntent())).Single();

        Assert.That((line.Outcome, line.Code), Is.EqualTo((LineOutcome.Wait, "ACCOUNT_UNKNOWN")));
        Assert.That(line.Detail, Does.Contain("last_said=2026-03-02T15:00:00"));
    }

    [Test]
    public async Task What_any_state_of_the_account_would_deny_is_denied()
    {
        var line = (await CheckAsync(PipelineUnderTest.AnIntent(qty: 501))).Single();

        Assert.That((line.Outcome, line.Code), Is.EqualTo((LineOutcome.Deny, "MAX_ORDER_QTY")));
        Assert.That(line.Detail, Does.Not.Contain("equity"));
    }

    [Test]
    public async Task The_order_itself_waits_so_and_goes_on_when_the_account_is_known()
    {
        await pipeline.LimitAsync("{}");
        var proposed = await pipeline.ProposedAsync();
        Assert.That(async () => await pipeline.Validation.HandleAsync(proposed, CancellationToken.None), Throws.TypeOf<Pipeline.Store.FactsUnavailableException>());

        pipeline.RefreshAccount();

        Assert.That((await CheckAsync(PipelineUnderTest.AnIntent(qty: 7, rebalance: "r2"))).Single().Outcome, Is.EqualTo(LineOutcome.Accept));
        Assert.That(await pipeline.Validation.HandleAsync(proposed, CancellationToken.None), Is.Not.Empty);
    }

    private async Task<IReadOnlyList<LineCheck>> CheckAsync(string intent)
    {
        var judge = new LineJudge(
            pipeline.Venue, pipeline.Calendars, Options.Create(pipeline.SessionOptions), Options.Create(new ValidationOptions()), Options.Create(pipeline.Approvals), pipeline.HaltFile);
        var checks = new IntentChecks(pipeline.Store, pipeline.Limits, judge, Options.Create(new IntakeOptions()), pipeline.Clock);
        return ((CheckResult.Checked)await checks.CheckAsync(new Submitted(Encoding.UTF8.GetBytes(intent), "http", null), CancellationToken.None)).Answer.Orders;
    }
}
