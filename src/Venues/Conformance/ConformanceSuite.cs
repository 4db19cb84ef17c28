using Pipeline.Venues.Conformance.Cases;

namespace Pipeline.Venues.Conformance;

/// <summary>The cases, and how they are run.</summary>
public static class ConformanceSuite
{
    private const int MostTries = 10;
    private static readonly TimeSpan LongestCase = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(2);

    /// <summary>Every case: of orders, of reports, of faults, each by its number.</summary>
    public static IReadOnlyList<ConformanceCase> All { get; } =
        [.. OrderCases.All.Concat(ReplaceCases.All).Concat(KindCases.All).Concat(ReportCases.All).Concat(FaultCases.All).Concat(RestatementCases.All).OrderBy(what => "ERF".IndexOf(what.Id[0])).ThenBy(what => what.Id, StringComparer.Ordinal)];

    /// <summary>Runs one case before a venue of its own; before one at an address, whose limits count for all cases together, again once it has been left alone as it asked for meanwhile.</summary>
    /// <param name="what">The case.</param>
    /// <param name="open">Makes its venue.</param>
    /// <param name="waits">Told of each pause.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<ConformanceResult> RunAsync(
        ConformanceCase what, Func<ConformanceVenue> open, Action<TimeSpan> waits, CancellationToken cancellationToken)
    {
        for (var tries = 1; ; tries++)
        {
            var (result, left) = await TryAsync(what, open, cancellationToken).ConfigureAwait(false);
            if (result.Outcome != ConformanceOutcome.Failed || left <= TimeSpan.Zero || left > LongestPause || tries == MostTries)
            {
                return result;
            }

            waits(left);
            await Task.Delay(left, TimeProvider.System, cancellationToken).ConfigureAwait(false);
        }
    }

    private static async Task<(ConformanceResult Result, TimeSpan LeftAlone)> TryAsync(ConformanceCase what, Func<ConformanceVenue> open, CancellationToken cancellationToken)
    {
        await using var venue = open();
        var result = await PlayAsync(what, venue, cancellationToken).ConfigureAwait(false);
        return (result, venue.IsShared ? venue.LeftAlone : TimeSpan.Zero);
    }

    private static async Task<ConformanceResult> PlayAsync(ConformanceCase what, ConformanceVenue venue, CancellationToken cancellationToken)
    {
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

            var play = new ConformancePlay(venue, what.Id, limit.Token);
            await (venue.IsShared ? play.ClearAsync() : Task.CompletedTask).ConfigureAwait(false);
            await what.PlayAsync(play).ConfigureAwait(false);
            return new ConformanceResult(what.Id, ConformanceOutcome.Passed, null);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            return new ConformanceResult(what.Id, ConformanceOutcome.Failed, e is ConformanceException ? e.Message : $"{e.GetType().Name}: {e.Message}");
        }
    }
}
