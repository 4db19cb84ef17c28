using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using NUnit.Framework;
using Pipeline.Bus.DeadLetters;
using Pipeline.Messages.Orders;
using Pipeline.Operator;
using Pipeline.Operator.DeadLetters;
using Pipeline.Store;
using Pipeline.Store.Steps;
using Pipeline.Store.Tables;
using Pipeline.Trading.DeadLetters;
using Pipeline.Trading.Orders;
using Filter = Pipeline.Store.Queries.DeadLetterFilter;

namespace Pipeline.Workers.Tests.DeadLetters;

/// <summary>A run over many, worked on round by round, over the stages themselves.</summary>
public sealed class ReplayRunTests
{
    private static readonly Actor Alice = new("alice", "mended");

    private PipelineUnderTest pipeline = null!;
    private ReplayWorker worker = null!;
    private List<OrderProposed> calls = null!;

    [SetUp]
    public async Task Begin()
    {
        pipeline = new PipelineUnderTest();
        worker = new ReplayWorker(pipeline.Store, new NoSender(), pipeline.Clock, NullLogger<ReplayWorker>.Instance);
        foreach (var qty in new[] { 10, 11 })
        {
            var proposed = await pipeline.ProposedAsync(qty: qty, rebalance: $"r{qty}");
            await pipeline.Store.WriteAsync(session => DeadLetterStep.Keep(session, new DeadLetter(
                "validation", proposed.ClOrdId, nameof(OrderProposed), proposed.ClOrdId, "InvalidOperationException", "no way on", "a stack", "{}",
                Encoding.UTF8.GetBytes(Columns.Json(proposed)), pipeline.Now) { Pass = 1 }));
        }

        Assert.That(await new ReplayRunActs(pipeline.Store, pipeline.Clock).BeginAsync(new Filter(), 1_000, hasCanary: false, Alice), Is.TypeOf<ActResult.Done>());
        pipeline.Clock.Advance(TimeSpan.FromSeconds(1));
        calls = [.. (await worker.WorkAsync(CancellationToken.None)).Select(told => (OrderProposed)told.Message)];
        Assert.That(calls, Has.Count.EqualTo(2));
    }

    [TearDown]
    public void End() => pipeline.Dispose();

    [Test]
    public async Task What_waits_behind_others_of_its_run_is_not_stuck_while_they_are_worked_off_and_is_when_nothing_is_any_more()
    {
        await PassAsync(Patience.InFlight - TimeSpan.FromSeconds(1));
        await pipeline.Validation.HandleAsync(calls[0], CancellationToken.None);
        await PassAsync(TimeSpan.FromSeconds(1));
        await PassAsync(Patience.InFlight - TimeSpan.FromSeconds(1));
        Assert.That(Stuck(), Is.Empty, "nine seconds ago one was worked off");

        await PassAsync(TimeSpan.FromSeconds(1));
        Assert.That(Stuck(), Is.EqualTo(new[] { calls[1].ClOrdId }));

        await PassAsync(Patience.InFlight);
        Assert.That(Stuck(), Has.Count.EqualTo(1), "a person is told once");
    }

    [Test]
    public async Task A_run_is_not_given_up_while_anything_of_it_is_worked_off()
    {
        await PassAsync(RunPace.CanaryPatience - TimeSpan.FromSeconds(1));
        await pipeline.Validation.HandleAsync(calls[0], CancellationToken.None);
        await PassAsync(TimeSpan.Zero);
        await PassAsync(RunPace.CanaryPatience - TimeSpan.FromSeconds(1));
        Assert.That(State(), Is.EqualTo(RunState.Running), "of the two one was worked off 29 s ago");

        await PassAsync(TimeSpan.FromSeconds(1));
        Assert.That(State(), Is.EqualTo(RunState.Done));
    }

    [Test]
    public async Task A_run_that_breaks_over_a_dead_letter_is_paused_and_says_why()
    {
        var acts = new ReplayRunActs(pipeline.Store, pipeline.Clock);
        await acts.StopAsync(1, Alice);
        await pipeline.Store.WriteAsync(session =>
        {
            var id = DeadLetterStep.Keep(session, new DeadLetter("analytics", "m", "OrderNews", null, "InvalidOperationException", "no way on", "a stack", "{}", "{}"u8.ToArray(), pipeline.Now));
            session.Execute("DELETE FROM dead_letter_contents WHERE letter_id = @id", new { id });
        });
        Assert.That(await acts.BeginAsync(new Filter(), 1_000, hasCanary: false, Alice), Is.TypeOf<ActResult.Done>());

        await PassAsync(TimeSpan.FromSeconds(1));

        var run = pipeline.Store.Read(session => ReplayRunTable.Find(session, 2))!;
        Assert.That((run.State, run.Taken), Is.EqualTo((RunState.Paused, 0)));
        Assert.That(run.Reason, Does.StartWith("It could not go on: NullReferenceException"));
    }

    private RunState State() => pipeline.Store.Read(session => ReplayRunTable.Find(session, 1))!.State;

    private IReadOnlyList<string> Stuck() =>
        pipeline.Store.Read(session => session.Query<string>("SELECT cl_ord_id FROM journal WHERE kind = 'AlertRaised' AND data ->> 'code' IN ('ORDER_STUCK', 'ORDER_WAITS')"));

    // The worker's rounds are many a second: one before and one after stand for them.
    private async Task PassAsync(TimeSpan time)
    {
        pipeline.Clock.Advance(time);
        await worker.WorkAsync(CancellationToken.None);
        await pipeline.Deadlines.ActOnDueAsync(CancellationToken.None);
    }

    private sealed class NoSender : ILetterSender
    {
        public Task SendAsync(DeadLetterRow letter, DeadLetterContent content, CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
