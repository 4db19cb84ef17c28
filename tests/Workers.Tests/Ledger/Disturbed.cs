using Pipeline.Messages.Fix;

namespace Pipeline.Workers.Tests.Ledger;

/// <summary>Reports as a bad stream delivers them: out of order, some twice, some not at all until a list shows them.</summary>
internal static class Disturbed
{
    public static IReadOnlyList<ExecutionReport> Of(IReadOnlyList<ExecutionReport> reports, int seed)
    {
        var dice = new Random(seed);
        var lost = reports.Where(_ => dice.Next(10) == 0).ToHashSet(ReferenceEqualityComparer.Instance);
        var streamed = reports.Where(report => !lost.Contains(report))
            .SelectMany(report => Enumerable.Repeat(report, dice.Next(8) == 0 ? 2 : 1))
            .Select((report, i) => (Report: report, Place: i + (dice.Next(3) == 0 ? dice.Next(60) : 0)))
            .OrderBy(each => each.Place).Select(each => each.Report);

        // A look at the lists shows everything, oldest first, what the stream has told among it.
        return [.. streamed, .. reports.Where(report => lost.Contains(report) || dice.Next(10) == 0)];
    }
}
