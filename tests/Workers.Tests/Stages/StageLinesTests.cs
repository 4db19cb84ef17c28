using NUnit.Framework;
using Pipeline.Messages.Orders;
using Pipeline.Reconciliation;
using Pipeline.Workers.Tests.Store;

namespace Pipeline.Workers.Tests.Stages;

/// <summary>Orders that have others before them at a stage, of which it works off one after the other, are not stuck.</summary>
[TestFixture(StoreKind.Sqlite)]
[TestFixture(StoreKind.Postgres)]
public sealed class StageLinesTests(StoreKind kind)
{
    private PipelineUnderTest pipeline = null!;
    private OrderProposed[] line = [];

    [SetUp]
    public async Task StandInLine()
    {
        pipeline = new PipelineUnderTest(kind);
        line = [await pipeline.ProposedAsync(qty: 1, rebalance: "r1"), await pipeline.ProposedAsync(qty: 2, rebalance: "r2"), await pipeline.ProposedAsync(qty: 3, rebalance: "r3"), await pipeline.ProposedAsync(qty: 4, rebalance: "r4")];
    }

    [TearDown]
    public void Stop() => pipeline.Dispose();

    [Test]
    public async Task Who_was_called_after_one_that_the_stage_has_just_worked_off_waits_for_its_turn()
    {
        await PassAsync(TimeSpan.FromSeconds(11), worksOff: line[0]);

        Assert.That(await ActAsync(), Is.Empty);
        Assert.That(pipeline.Alerts(), Is.Empty);
    }

    [Test]
    public async Task Who_was_called_before_it_was_passed_over_and_is_called_again()
    {
        await PassAsync(TimeSpan.FromSeconds(11), worksOff: line[2]);

        Assert.That(await ActAsync(), Is.EquivalentTo(line[..2]));
        Assert.That(pipeline.Alerts(), Is.EqualTo(new[] { "ORDER_STUCK", "ORDER_STUCK" }));
    }

    [Test]
    public async Task One_that_was_called_a_second_time_came_out_of_turn_so_what_a_broker_has_lost_is_called_again_at_once()
    {
        pipeline.Clock.Advance(TimeSpan.FromSeconds(5));
        var later = await pipeline.ProposedAsync(qty: 5, rebalance: "r5");
        pipeline.Clock.Advance(TimeSpan.FromSeconds(6));
        Assert.That(await ActAsync(), Is.EquivalentTo(line), "nobody has worked off anything");

        await PassAsync(TimeSpan.FromSeconds(4), worksOff: line[0]);

        Assert.That(await ActAsync(), Is.EqualTo(new[] { later }));
    }

    [Test]
    public async Task After_a_start_the_stages_have_as_long_as_an_order_may_wait()
    {
        pipeline.Clock.Advance(TimeSpan.FromMinutes(5));
        var deadlines = pipeline.AnotherDeadlines();
        Assert.That(await deadlines.ActOnDueAsync(CancellationToken.None), Is.Empty);

        pipeline.Clock.Advance(TimeSpan.FromSeconds(10));

        Assert.That(await deadlines.ActOnDueAsync(CancellationToken.None), Has.Count.EqualTo(line.Length));
    }

    [Test]
    public async Task Where_the_stage_works_off_nothing_any_more_all_are_stuck()
    {
        await pipeline.Validation.HandleAsync(line[0], CancellationToken.None);
        pipeline.Clock.Advance(TimeSpan.FromSeconds(11));

        Assert.That(await ActAsync(), Is.EquivalentTo(line[1..]));
    }

    [Test]
    public async Task Of_a_long_line_that_does_not_move_the_first_twenty_are_stuck()
    {
        var longLine = await MakeLongAsync();
        pipeline.Clock.Advance(TimeSpan.FromSeconds(11));

        Assert.That(await ActAsync(), Is.EqualTo(longLine[..StageLines.MostStuck]));

        pipeline.Clock.Advance(TimeSpan.FromSeconds(11));
        Assert.That(await ActAsync(), Is.Empty, "a minute has not passed");
        Assert.That(pipeline.Alerts(), Has.Count.EqualTo(StageLines.MostStuck));

        pipeline.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.That(await ActAsync(), Is.EqualTo(longLine[StageLines.MostStuck..]));
    }

    [Test]
    public async Task Where_those_that_were_called_a_second_time_are_worked_off_and_nobody_else_is_the_calls_of_all_are_lost()
    {
        var longLine = await CallFirstAgainAsync();
        await PassAsync(TimeSpan.FromSeconds(2), worksOff: longLine[0]);
        pipeline.Clock.Advance(TimeSpan.FromSeconds(9));

        Assert.That(await ActAsync(), Is.EqualTo(longLine[StageLines.MostStuck..]));
    }

    [Test]
    public async Task Where_they_have_been_worked_off_this_moment_the_next_of_the_line_may_be_about_to_be()
    {
        var longLine = await CallFirstAgainAsync();

        await PassAsync(TimeSpan.FromSeconds(11), worksOff: longLine[0]);

        Assert.That(await ActAsync(), Is.Empty);
    }

    [Test]
    public async Task Who_waits_for_its_turn_is_looked_at_again_when_it_has_waited_twice_as_long()
    {
        await PassAsync(TimeSpan.FromSeconds(11), worksOff: line[0]);
        await ActAsync();
        await PassAsync(TimeSpan.FromSeconds(10), worksOff: line[2]);
        Assert.That(await ActAsync(), Is.Empty, "too early");

        pipeline.Clock.Advance(TimeSpan.FromSeconds(1));

        Assert.That(await ActAsync(), Is.EqualTo(line[1..2]), "the other has its turn before it still");
    }

    private async Task<OrderProposed[]> CallFirstAgainAsync()
    {
        var longLine = await MakeLongAsync();
        pipeline.Clock.Advance(TimeSpan.FromSeconds(11));
        Assert.That(await ActAsync(), Has.Length.EqualTo(StageLines.MostStuck));
        return longLine;
    }

    private async Task<OrderProposed[]> MakeLongAsync()
    {
        var longLine = line.ToList();
        while (longLine.Count < StageLines.MostStuck + 5)
        {
            longLine.Add(await pipeline.ProposedAsync(qty: 1, rebalance: $"r{longLine.Count + 1}"));
        }

        return [.. longLine];
    }

    private async Task PassAsync(TimeSpan time, OrderProposed worksOff)
    {
        pipeline.Clock.Advance(time);
        pipeline.RefreshAccount();
        await pipeline.Validation.HandleAsync(worksOff, CancellationToken.None);
    }

    // Those that validation has worked off wait for the session check meanwhile, and are none of this line.
    private async Task<OrderProposed[]> ActAsync() => [.. (await pipeline.Deadlines.ActOnDueAsync(CancellationToken.None)).Select(followUp => followUp.Message).OfType<OrderProposed>()];
}
