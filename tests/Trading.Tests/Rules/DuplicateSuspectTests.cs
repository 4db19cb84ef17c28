using NUnit.Framework;
using Pipeline.Trading.Limits;
using Pipeline.Trading.Rules;
using Pipeline.Trading.Tests.Orders;
using static Pipeline.Trading.Tests.Rules.Facts;

namespace Pipeline.Trading.Tests.Rules;

public sealed class DuplicateSuspectTests
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    [Test]
    public void The_same_content_within_the_window_waits_for_a_person()
    {
        var verdict = Judge(After(Window - TimeSpan.FromTicks(1)));

        Assert.That(verdict, Is.EqualTo(new Verdict.Hold("DUPLICATE_SUSPECT", "same_content=FIRST, age_s=60, window_s=60", null)));
    }

    [Test]
    public void The_same_content_after_the_window_is_another_decision() => Assert.That(Judge(After(Window)), Is.EqualTo(new Verdict.Accept()));

    [Test]
    public void Of_two_windows_the_longer_one_holds()
    {
        var facts = After(TimeSpan.FromSeconds(61)).And(new LimitScope(ScopeKind.Strategies, "default"), LimitSet.Empty.With(AllLimits.DuplicateWindowS, 300));

        Assert.That(Judge(facts), Is.EqualTo(new Verdict.Hold("DUPLICATE_SUSPECT", "same_content=FIRST, age_s=61, window_s=300", null)));
    }

    [Test]
    public void A_waiver_of_exactly_this_code_lets_it_pass() => Assert.That(
        Judge(After(TimeSpan.Zero) with { Waivers = new Dictionary<string, string> { ["DUPLICATE_SUSPECT"] = "alice" } }), Is.EqualTo(new Verdict.Accept()));

    [Test]
    public void A_waiver_of_another_code_does_not() => Assert.That(
        Judge(After(TimeSpan.Zero) with { Waivers = new Dictionary<string, string> { ["SESSION_CLOSED"] = "alice" } }), Is.TypeOf<Verdict.Hold>());

    [Test]
    public void What_denies_can_not_be_waived()
    {
        var facts = Of(Market(2_000)) with { Waivers = new Dictionary<string, string> { ["MAX_ORDER_QTY"] = "alice" } };

        Assert.That(Judge(facts), Is.TypeOf<Verdict.Deny>());
    }

    [Test]
    public void A_suspect_that_breaks_a_limit_too_is_denied_and_told_both()
    {
        var verdict = Judge(Of(Market(1_000.5m)).Waive(AllLimits.MaxOrderNotional) with { SameContent = new SameContent("FIRST", SomeOrder.Now) });

        Assert.That(verdict, Is.TypeOf<Verdict.Deny>().With.Property("Code").EqualTo("MAX_ORDER_QTY"));
        Assert.That(((Verdict.Deny)verdict).Detail, Does.Contain("DUPLICATE_SUSPECT: same_content=FIRST"));
    }

    private static RuleFacts After(TimeSpan age) => Of() with { SameContent = new SameContent("FIRST", SomeOrder.Now - age) };

    private static Verdict Judge(RuleFacts facts) => RuleBook.Judge(RuleBook.Check(facts));
}
