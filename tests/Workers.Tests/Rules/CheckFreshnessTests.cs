using System.Text;
using Microsoft.Extensions.Options;
using NUnit.Framework;
using Pipeline.Intake;
using Pipeline.Intake.Checks;
using Pipeline.Trading.Rules;
using Pipeline.Trading.Sessions;
using Pipeline.Trading.Sessions.Overrides;

namespace Pipeline.Workers.Tests.Rules;

/// <summary>What is asked about is answered by the calendars of now, as the order would be judged.</summary>
public sealed class CheckFreshnessTests
{
    [Test]
    public async Task A_closure_that_was_announced_while_the_process_stood_still_is_in_the_answer()
    {
        using var pipeline = new PipelineUnderTest();
        var calendars = new LiveCalendars(SessionCalendars.Default);
        calendars.FreshenAsync = _ =>
        {
            calendars.Replace(calendars.Now.With(OverridesReader.Read("""{"markets": {"XNYS": [{"date": "2026-03-02", "closed": true, "reason": "mourning"}]}}""")));
            return Task.CompletedTask;
        };
        var judge = new LineJudge(
            pipeline.Venue, calendars, Options.Create(pipeline.SessionOptions), Options.Create(new ValidationOptions()), Options.Create(pipeline.Approvals), pipeline.HaltFile);
        var checks = new IntentChecks(pipeline.Store, pipeline.Limits, judge, Options.Create(new IntakeOptions()), pipeline.Clock);

        var answer = await checks.CheckAsync(new Submitted(Encoding.UTF8.GetBytes(PipelineUnderTest.AnIntent()), "http", null), CancellationToken.None);

        var line = ((CheckResult.Checked)answer).Answer.Orders.Single();
        Assert.That((line.Outcome, line.Code), Is.EqualTo((LineOutcome.Deny, "SESSION_CLOSED")));
    }
}
