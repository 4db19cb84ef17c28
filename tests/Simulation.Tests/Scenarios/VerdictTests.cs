using System.Text.Json;
using NUnit.Framework;

namespace Pipeline.Simulation.Tests.Scenarios;

/// <summary>What a scenario shows, and that it can show something.</summary>
public sealed class VerdictTests
{
    private const string Intent = """{"rebalance_id":"r","portfolio":"core","orders":[{"symbol":"AAPL","side":"buy","qty":10,"order_type":"market"}]}""";

    [Test]
    public void The_first_broken_expectation_comes_with_what_was_found_and_the_timeline()
    {
        var verdict = Run.Of($$$"""
            {"name":"n","steps":[{"intent":{{{Intent}}},"as":"a"}],
             "expect":[{"at":"+5s","orders":{"a":{"cum_qty":9} } },{"posts":7}]}
            """);

        Assert.That(verdict.Ok, Is.False);
        using (Assert.EnterMultipleScope())
        {
            var broken = verdict.Broken!;
            Assert.That((broken.What, broken.After, broken.Expected, broken.Found, broken.Order), Is.EqualTo(("$.expect[0].orders.a.cum_qty", "+5s", "9", "10", "a")));
            Assert.That(broken.Timeline!.Select(entry => entry.Kind), Is.SupersetOf(new[] { "IntentReceived", "OrderSubmitting", "ExecutionReport" }));
            Assert.That(broken.Timeline!.Select(entry => JsonDocument.Parse(entry.Data).RootElement.ValueKind), Has.All.EqualTo(JsonValueKind.Object));
        }
    }

    [Test]
    public void A_dead_letter_that_nobody_expects_comes_with_its_reason()
    {
        var verdict = Run.Of($$"""
            {"name":"n","steps":[{"at":"+0s","stage_fault":{"stage":"validation","order":"a"} },{"intent":{{Intent}},"as":"a"}],"expect":{"dead_letters":0} }
            """);

        Assert.That((verdict.Broken?.Found, verdict.Broken?.Order), Is.EqualTo(("1 (validation: InvalidOperationException: validation has a defect in this simulation)", "a")));
    }

    [Test]
    public void A_broken_expectation_ends_with_1()
    {
        var file = Path.GetTempFileName();
        File.WriteAllText(file, $$"""{"name":"n","steps":[{"intent":{{Intent}},"as":"a"}],"expect":{"posts":2} }""");

        var (exitCode, output, _) = Run.Scenario(file);
        File.Delete(file);

        Assert.That(exitCode, Is.EqualTo(1));
        Assert.That(output, Does.Contain("$.expect.posts"));
    }

    [Test]
    public void The_same_file_leaves_the_same_trace()
    {
        var json = File.ReadAllText(Repository.Path("tests", "Scenarios", "sender-frozen-and-overtaken.json"));
        using var first = new StringWriter();
        using var second = new StringWriter();

        var verdicts = (Run.Of(json, first), Run.Of(json, second));

        Assert.That(first.ToString(), Is.Not.Empty.And.EqualTo(second.ToString()));
        Assert.That(verdicts.Item1.TraceHash, Is.EqualTo(verdicts.Item2.TraceHash));
    }

    [Test]
    public void A_step_that_comes_too_late_for_its_order_is_seen()
    {
        var verdict = Run.Of($$"""{"name":"n","steps":[{"intent":{{Intent}},"as":"a"},{"at":"+5s","operator":{"release":"a"} }]}""");

        Assert.That((verdict.Broken?.What, verdict.Broken?.Found), Is.EqualTo(("$.steps[1].operator", "NOT_HELD")));
    }
}
