using NUnit.Framework;
using Pipeline.Messages.Fix;
using Pipeline.Trading.Limits;
using Pipeline.Trading.Rules;
using static Pipeline.Trading.Tests.Rules.Facts;

namespace Pipeline.Trading.Tests.Rules;

public sealed class RuleBookTests
{
    [Test]
    public void These_rules_run_in_this_order() => Assert.That(
        RuleBook.All.Select(rule => rule.Code),
        Is.EqualTo(new[] 
        {
            "INTENT_EXPIRED", "ORDER_SHAPE", "REFERENCE_PRICE", "ORDER_TYPE_NOT_ALLOWED", "SIDE_NOT_ALLOWED", "SYMBOL_NOT_ALLOWED", "APPROVAL_REQUIRED", "BUYING_POWER",
            "CHILD_EXCEEDS_PARENT", "DUPLICATE_SUSPECT", "INSTRUMENT_RULES", "UNKNOWN_STRATEGY", "LOT_SIZE", "MAX_DAILY_LOSS", "MAX_EXPOSURE_PCT", "MAX_GROSS", "MAX_NET",
            "MAX_ORDER_NOTIONAL", "MAX_ORDER_QTY", "MAX_SLIPPAGE_BPS", "MAX_SYMBOL_GROSS", "MAX_SYMBOL_NET", "MAX_ORDERS_PER_SECOND", "MAX_ORDERS_PER_DAY",
            "PRICE_COLLAR", "REPEATED_EXECUTION", "SELF_CROSS", "SHORT_SALE", "STALE_INTENT", "STRATEGY_NOT_PROMOTED", "TICK_SIZE", "VENUE_CAPABILITY",
        }));

    [Test]
    public void A_rule_is_written_and_so_it_runs()
    {
        var written = typeof(IRule).Assembly.GetTypes().Where(type => type.IsAssignableTo(typeof(IRule)) && !type.IsAbstract);

        Assert.That(RuleBook.All.Select(rule => rule.GetType()), Is.EquivalentTo(written));
    }

    [Test]
    public void Every_rule_says_what_it_saw_also_when_it_passes()
    {
        var results = RuleBook.Check(Of());

        Assert.That(results.Select(result => result.Code), Is.EqualTo(RuleBook.All.Select(rule => rule.Code)));
        Assert.That(results, Has.All.Property("Passed").True.And.All.Property("Detail").Contains("="));
        Assert.That(RuleBook.Judge(results), Is.EqualTo(new Verdict.Accept()));
    }

    [Test]
    public void One_failure_is_told_as_it_is()
    {
        var verdict = RuleBook.Judge(RuleBook.Check(Of(Market(1_000.5m)).Waive(AllLimits.MaxOrderNotional)));

        Assert.That(verdict, Is.EqualTo(new Verdict.Deny("MAX_ORDER_QTY", "qty=1000.5, limit=1000, scope=global")));
    }

    [Test]
    public void Whoever_is_denied_is_told_every_failure()
    {
        var verdict = RuleBook.Judge(RuleBook.Check(Of(Limit(200, 2_000)) with { Quote = new Quote("AAPL", Now.AddMinutes(-1), 99, 1, 100, 1) }));

        Assert.That(verdict, Is.TypeOf<Verdict.Deny>());
        var deny = (Verdict.Deny)verdict;
        Assert.That(deny.Code, Is.EqualTo("REFERENCE_PRICE"));
        Assert.That(
            deny.Detail.Split("; ").Select(detail => detail.Split(':')[0]),
            Is.EqualTo(new[] { "REFERENCE_PRICE", "MAX_ORDER_NOTIONAL", "MAX_ORDER_QTY", "PRICE_COLLAR" }));
    }
}
