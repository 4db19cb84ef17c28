using Pipeline.Venues.Conformance.Cases;

namespace Pipeline.Venues.Conformance;

/// <summary>The cases, and how they are run.</summary>
public static class ConformanceSuite
{
    private static readonly TimeSpan LongestCase = TimeSpan.FromMinutes(2);

    /// <summary>Every case: of orders, of reports, of faults, each by its number.</summary>
    public static IReadOnlyList<ConformanceCase> All { get; } =
        [.. OrderCases.All.Concat(ReplaceCases.All).Concat(KindCases.All).Concat(ReportCases.All).Concat(FaultCases.All).OrderBy(what => "ERF".IndexOf(what.Id[0])).ThenBy(what => what.Id, StringComparer.Ordinal)];

    /// <summary>Runs one case before a venue of its own.</summary>
    public static async Task<ConformanceResult> RunAsync(ConformanceCase what, Func<ConformanceVenue> open, CancellationToken cancellationToken)
    {
        await using var venue = open();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(LongestCase);
        try
        {
            await venue.StartAsync(limit.Token).ConfigureAwait(false);
            if (what.Lacks(venue.Capabilities) is { } capability)
            {
                return new ConformanceResult(what.Id, ConformanceOutcome.Skipped, capability);
            }

            if (what.NeedsCommission && !venue.TakesCommission)
            {
                return new ConformanceResult(what.Id, ConformanceOutcome.Skipped, "is not known to take a commission");
            }

            if (what.NeedsFaults && venue.Simulated is null)
            {
                return new ConformanceResult(what.Id, ConformanceOutcome.Skipped, "can't be told to misbehave");
            }

            await what.PlayAsync(new ConformancePlay(venue, what.Id, limit.Token)).ConfigureAwait(false);
            return new ConformanceResult(what.Id, ConformanceOutcome.Passed, null);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            return new ConformanceResult(what.Id, ConformanceOutcome.Failed, e is ConformanceException ? e.Message : $"{e.GetType().Name}: {e.Message}");
        }
    }
}
