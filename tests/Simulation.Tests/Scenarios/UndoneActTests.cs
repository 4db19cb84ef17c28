using NUnit.Framework;
using Pipeline.Simulation.Scenarios;

namespace Pipeline.Simulation.Tests.Scenarios;

/// <summary>An act that finds nothing to do breaks its scenario, unless it says that it may.</summary>
public sealed class UndoneActTests
{
    private const string Intent = """{"intent":{"rebalance_id":"r","portfolio":"core","orders":[{"symbol":"AAPL","side":"buy","qty":10,"order_type":"market"}]},"as":"a"}""";

    [TestCase("""{"crash":{"failpoint":"import.recorded"}}""", "$.steps[0].crash", "it never did")]
    [TestCase("""{"crash":{"failpoint":"submission.grant","nth":2}}""", "$.steps[0].crash", "it did 1 times")]
    [TestCase("""{"freeze":{"failpoint":"import.recorded","within":"5s"}}""", "$.steps[0].freeze", "it never did within 5s")]
    [TestCase("""{"restart":{}}""", "$.steps[0].restart", "it runs")]
    [TestCase("""{"restart":{"worker":"pipeline"}}""", "$.steps[0].restart", "it runs")]
    [TestCase("""{"wake":{}}""", "$.steps[0].wake", "it does not")]
    [TestCase("""{"redeliver":{"order":"a","message":"order_released"}}""", "$.steps[0].redeliver", "none was published yet")]
    public void What_finds_nothing_to_do_breaks_the_scenario_unless_it_may(string act, string what, string found)
    {
        var undone = RunOf(act, Intent);

        Assert.That((undone.Ok, undone.Broken?.What), Is.EqualTo((false, what)));
        Assert.That(undone.Broken!.Found, Does.StartWith(found));
        Assert.That(RunOf($"{act[..^2]},\"may_be_missed\":true}}}}".Replace("{,", "{", StringComparison.Ordinal), Intent).Ok, Is.True);
    }

    [Test]
    public void What_is_dead_can_neither_die_nor_be_stopped()
    {
        Assert.That(RunOf("""{"crash":{}}""", """{"crash":{}}""").Broken?.Found, Does.StartWith("it is dead already"));
        Assert.That(RunOf("""{"crash":{}}""", """{"freeze":{}}""").Broken?.Found, Does.StartWith("it is dead"));
        Assert.That(RunOf("""{"freeze":{}}""", """{"freeze":{}}""").Broken?.Found, Does.StartWith("it stands still already"));
    }

    [Test]
    public void An_operator_whom_nobody_answers_has_done_nothing()
    {
        var verdict = RunOf("""{"crash":{}}""", """{"at":"+1s","operator":{"halt":"all"}}""", """{"at":"+2s","restart":{}}""");

        Assert.That((verdict.Broken?.What, verdict.Broken?.Expected), Is.EqualTo(("$.steps[1].operator", "done")));
        Assert.That(verdict.Broken!.Found, Does.StartWith("no answer"));
        Assert.That(RunOf("""{"crash":{}}""", """{"operator":{"halt":"all","may_be_refused":true}}""", """{"restart":{}}""").Ok, Is.True);
    }

    [Test]
    public void An_agent_whose_cancel_is_refused_has_canceled_nothing()
    {
        var refused = RunOf(Intent, """{"at":"+5s","agent_cancel":{"order":"a"}}""");
        var unheard = RunOf(Intent, """{"at":"+5s","crash":{}}""", """{"agent_cancel":{"order":"a"}}""", """{"restart":{}}""");

        Assert.That((refused.Broken?.What, refused.Broken?.Found), Is.EqualTo(("$.steps[1].agent_cancel", "ORDER_DONE")));
        Assert.That(unheard.Broken!.Found, Does.StartWith("no answer: no process that hosts intake runs"));
        Assert.That(RunOf(Intent, """{"at":"+5s","agent_cancel":{"order":"a","may_be_refused":true}}""").Ok, Is.True);
    }

    [Test]
    public void Nobody_refuses_what_nobody_has_heard()
    {
        var verdict = RunOf(Intent, """{"at":"+5s","crash":{}}""", """{"operator":{"release":"a"},"expect":{"refused":"NOT_HELD"}}""", """{"restart":{}}""");

        Assert.That((verdict.Broken?.What, verdict.Broken?.Found), Is.EqualTo(("$.steps[2].expect.refused", "no answer")));
    }

    [Test]
    public void What_the_venue_cannot_do_breaks_the_scenario()
    {
        var now = RunOf("""{"crash":{}}""", """{"venue":{"clear_behaviours":{"name":"nobody"}}}""", """{"restart":{}}""");
        var later = RunOf("""{"venue":{"after":"2s","clear_behaviours":{"name":"nobody"}}}""", Intent);

        Assert.That((now.Broken?.What, now.Broken?.Found), Is.EqualTo(("$.steps[1].venue", "no behaviour is called nobody")));
        Assert.That((later.Broken?.What, later.Broken?.After), Is.EqualTo(("$.venue", "+2s")));
    }

    [Test]
    public void A_trap_that_is_set_while_a_process_is_dead_waits_for_its_next_life()
    {
        var verdict = RunOf(
            """{"crash":{"failpoint":"submission.grant"}}""", Intent, """{"at":"+1s","crash":{"failpoint":"submission.sent"}}""",
            """{"at":"+2s","restart":{}}""", """{"at":"+60s","restart":{}}""");

        Assert.That(verdict.Broken, Is.Null);
    }

    private static Verdict RunOf(params string[] steps) => Run.Of($$"""{"name":"n","steps":[{{string.Join(',', steps)}}]}""");
}
