using Microsoft.Extensions.Logging.Abstractions;
using NUnit.Framework;
using Pipeline.Messages.Orders;
using Pipeline.Monitoring;
using Pipeline.Store;
using Pipeline.Store.Tables;

namespace Pipeline.Workers.Tests.Monitoring;

/// <summary>What the last gate would never do is noticed all the same, should it be done.</summary>
public sealed class NeverEventTests
{
    private PipelineUnderTest pipeline = null!;
    private JournalWatch watch = null!;

    [SetUp]
    public void Begin()
    {
        pipeline = new PipelineUnderTest();
        var briefs = new BriefMaker(pipeline.Store, pipeline.HaltFile, pipeline.Calendars, () => new Dictionary<string, string>(), pipeline.Clock);
        watch = new JournalWatch(pipeline.Store, briefs, pipeline.Calendars, "paper", pipeline.Clock, NullLogger<JournalWatch>.Instance);
    }

    [TearDown]
    public void End() => pipeline.Dispose();

    [Test]
    public async Task An_ordinary_order_is_nothing_of_the_kind()
    {
        await pipeline.WorkingAsync();

        await LookAsync();

        Assert.That(pipeline.Alerts(), Is.Empty);
    }

    [Test]
    public async Task A_second_send_while_the_first_stands_is_noticed()
    {
        var order = pipeline.Order((await pipeline.WorkingAsync()).ClOrdId);
        await ClaimAsync(order.ClOrdId, attempt: 2, "Open", pipeline.Now);

        await LookAsync();

        Assert.That(pipeline.Alerts(), Is.EqualTo(new[] { "DUPLICATE_SUBMISSION" }));
    }

    [TestCase("Closed", "deny", 0, true)]
    [TestCase("Closed", "send_queued", 0, false)]
    [TestCase("Unknown", "send_queued", 0, true)]
    [TestCase("Open", "deny", 0, false)]
    [TestCase("Open", "deny", -10, true)]
    public async Task A_send_in_no_session_is_noticed(string saw, string policy, int hours, bool isNoticed)
    {
        var order = pipeline.Order((await pipeline.ProposedAsync()).ClOrdId);
        await ClaimAsync(order.ClOrdId, attempt: 1, saw, pipeline.Now.AddHours(hours), policy);

        await LookAsync();

        Assert.That(pipeline.Alerts(), isNoticed ? Is.EqualTo(new[] { "SUBMITTED_OUTSIDE_SESSION" }) : Is.Empty);
    }

    [Test]
    public async Task A_second_look_at_the_same_claim_tells_nothing_new()
    {
        await ClaimAsync((await pipeline.ProposedAsync()).ClOrdId, attempt: 1, "Closed", pipeline.Now);
        await LookAsync();

        await LookAsync();

        Assert.That(pipeline.Alerts(), Has.Exactly(1).Items);
    }

    private async Task LookAsync()
    {
        while (await watch.LookAsync(CancellationToken.None))
        {
        }
    }

    private Task ClaimAsync(string clOrdId, int attempt, string saw, DateTimeOffset at, string policy = "deny") => pipeline.Store.WriteAsync(session =>
        JournalTable.Append(session, pipeline.Order(clOrdId), Pipeline.Store.Steps.Stages.Submission, nameof(OrderSubmitting), at, new
        {
            attempt, fencing = 99, sent = new { symbol = "AAPL", time_in_force = "day" }, saw = new { session = saw, policy },
        }));
}
