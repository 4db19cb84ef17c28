using CsCheck;
using NUnit.Framework;
using Pipeline.Messages.Fix;
using Pipeline.Store.Tables;
using Pipeline.Trading.Reconciliation;

namespace Pipeline.Workers.Tests.Ledger;

/// <summary>Whatever the stream does, the ledger ends as the venue's.</summary>
public sealed class LedgerPropertyTests
{
    [Test]
    public void Any_shuffle_of_the_reports_ends_in_the_same_ledger() => Gen.Int[0, 1_000_000].SelectMany(seed =>
        {
            var story = new LedgerStory(seed, executions: 25);
            return Gen.Shuffle(story.Reports.ToArray()).Select(shuffled => (story, shuffled));
        })
        .Sample(told => IsSame(told.story, told.shuffled), iter: 25, threads: 1, print: told => $"{told.story.Orders.Count} orders");

    [Test]
    public void Any_repetition_of_the_reports_ends_in_the_same_ledger() => Gen.Int[0, 1_000_000].SelectMany(seed =>
        {
            var story = new LedgerStory(seed, executions: 25);
            return Gen.OneOf(story.Reports.ToArray()).Array[0, 60].Select(again => (story, again));
        })
        .Sample(told => IsSame(told.story, [.. told.story.Reports, .. told.again]), iter: 25, threads: 1, print: told => $"{told.again.Length} again");

    [Test]
    public void Any_loss_that_a_list_makes_up_for_ends_in_the_same_ledger() => Gen.Int[0, 1_000_000].SelectMany(seed =>
        {
            var story = new LedgerStory(seed, executions: 25);
            return Gen.Bool.Array[story.Reports.Count].Select(isLost => (story, isLost));
        })
        .Sample(
            told => IsSame(told.story, [.. told.story.Reports.Where((_, i) => !told.isLost[i]), .. told.story.Reports]),
            iter: 25, threads: 1, print: told => $"{told.isLost.Count(lost => lost)} lost");

    /// <summary>
    /// What is lost is lost: no report brings it. Only a comparison with the venue's lists does, which tells how each order stands and what has
    /// traded, and no report.
    /// </summary>
    [Test]
    public void Any_loss_ends_after_a_reconciliation_in_the_same_ledger() => Gen.Int[0, 1_000_000].SelectMany(seed =>
        {
            var story = new LedgerStory(seed, executions: 40, splits: false);
            return Gen.Int[0, 3].Array[story.Reports.Count].Select(dice => (story, isLost: dice.Select(number => number == 0).ToArray()));
        })
        .Sample(
            told =>
            {
                using var inOrder = new BookedStory(told.story).Book(told.story.Reports);

                // That the venue has the order, the answer to its send says.
                using var lossy = new BookedStory(told.story).Book(told.story.Reports.Where((report, i) => report.ExecType == ExecType.New || !told.isLost[i]));
                var venue = new ListingVenue(told.story);
                venue.ReconcileAsync(lossy.Store).GetAwaiter().GetResult();

                Assert.That(lossy.Differences(), Is.Empty);
                Assert.That(lossy.Ledger(), Is.EqualTo(inOrder.Ledger()));
                Assert.That(lossy.Store.Read(session => BreakTable.List(session, new BreakFilter { OnlyOpen = true })).Where(open => open.Kind != BreakKind.OverFill), Is.Empty);
                return true;
            },
            iter: 60, threads: 1, print: told => $"{told.isLost.Count(lost => lost)} of {told.story.Reports.Count} lost");

    [Test]
    public void Executions_disturbed_by_chance_leave_no_difference_to_the_venues_books()
    {
        const int inAStory = 400;
        var wanted = TestContext.Parameters.Get("disturbed-executions", 6_000);
        var (executions, reports, differences) = (0L, 0L, new System.Collections.Concurrent.ConcurrentBag<string>());

        Parallel.For(0, (wanted + inAStory - 1) / inAStory, new ParallelOptions { MaxDegreeOfParallelism = 2 }, seed =>
        {
            var story = new LedgerStory(seed, inAStory);
            var told = Disturbed.Of(story.Reports, seed);
            using var booked = new BookedStory(story).Book(told);
            foreach (var difference in booked.Differences())
            {
                differences.Add($"seed {seed}: {difference}");
            }

            Interlocked.Add(ref executions, story.Executions);
            Interlocked.Add(ref reports, told.Count);
        });

        TestContext.Out.WriteLine($"{executions} executions in {reports} disturbed reports: {differences.Count} differences");
        Assert.That(executions, Is.GreaterThanOrEqualTo(wanted));
        Assert.That(differences, Is.Empty);
    }

    private static bool IsSame(LedgerStory story, IReadOnlyList<ExecutionReport> told)
    {
        using var inOrder = new BookedStory(story).Book(story.Reports);
        using var disturbed = new BookedStory(story).Book(told);
        Assert.That(disturbed.Differences(), Is.Empty);
        Assert.That(disturbed.Ledger(), Is.EqualTo(inOrder.Ledger()));
        return true;
    }
}
