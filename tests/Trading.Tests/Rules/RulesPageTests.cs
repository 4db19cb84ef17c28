using NUnit.Framework;
using Pipeline.Trading.Limits;
using Pipeline.Trading.Rules;
using Pipeline.Trading.Tests.Orders;

namespace Pipeline.Trading.Tests.Rules;

/// <summary>What is published about rules and limits is what runs.</summary>
public sealed class RulesPageTests
{
    [Test]
    public void The_page_is_written_from_the_rules() =>
        Page.FileIsFresh("rules.md", RulesPage.Markdown);

    [Test]
    public void The_schema_is_written_from_the_limits() =>
        Page.FileIsFresh("limits.schema.json", LimitSchema.Json);

    [Test]
    public void Every_rule_and_every_limit_is_on_the_page()
    {
        foreach (var rule in RuleBook.All)
        {
            Assert.That(RulesPage.Markdown, Does.Contain($"| `{rule.Code}`").And.Contain(rule.Meaning).And.Contain(rule.Source));
        }

        Assert.That(AllLimits.All.Select(limit => limit.Name), Has.All.Matches<string>(name => RulesPage.Markdown.Contains($"| `{name}`", StringComparison.Ordinal)));
    }
}
