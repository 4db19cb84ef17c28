using Microsoft.Extensions.Logging;

namespace Pipeline.Venues.Kit;

/// <summary>
/// Follows a venue's reports. They come fast over the stream and surely by the lists: after the stream was away, every so often, and whenever
/// something was not understood, the lists are looked at for what is missing.
/// </summary>
/// <param name="venue">The venue's name, for people.</param>
/// <param name="who">Spreads the pauses of those who failed together.</param>
/// <param name="buffer">What was heard and found.</param>
/// <param name="stream">The stream.</param>
/// <param name="look">Looks at the lists once.</param>
/// <param name="pace">How often, and how patiently.</param>
/// <param name="clock">The time.</param>
/// <param name="looked">Told of every look, whether it was whole.</param>
/// <param name="logger">Told of what broke.</param>
public sealed class ReportFeed(
    string venue, string who, ReportBuffer buffer, VenueStream stream, Func<Look, CancellationToken, Task<VenueAnswer<History>>> look, FeedPace pace,
    TimeProvider clock, Action<bool> looked, ILogger logger)
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    private readonly SteadyClock steady = new(clock);
    private DateTimeOffset nextPoll;
    private DateTimeOffset noLookBefore;
    private DateTimeOffset noRequestBefore;
    private int requests;
    private int failures;

    /// <summary>How long until the lists are looked at again. However much is wrong, they are not asked without a pause.</summary>
    private TimeSpan UntilLook => (buffer.IsDistrusted || failures > 0 ? noLookBefore : buffer.NeedsLook ? noRequestBefore : nextPoll) - steady.GetUtcNow();

    /// <summary>The reports after a watermark; see <see cref="IVenueReports.ReportsSinceAsync"/>.</summary>
    public async Task<ReportPage> ReportsSinceAsync(string? watermark, CancellationToken cancellationToken)
    {
        buffer.GoOnFrom(watermark);
        stream.Want();
        if (UntilLook <= TimeSpan.Zero)
        {
            await LookAsync(cancellationToken).ConfigureAwait(false);
        }

        return buffer.Page();
    }

    /// <summary>Returns when there may be new reports.</summary>
    public async Task WaitForReportsAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var news = buffer.News;

        // Who waits wants news, and says so by asking again before the stream is given up for unwanted.
        var wait = new[] { UntilLook, pace.PollInterval, pace.StreamSilence / 3 }.Min();
        if (buffer.HasReports || wait <= TimeSpan.Zero)
        {
            return;
        }

        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await Task.WhenAny(news, Task.Delay(wait, clock, over.Token)).ConfigureAwait(false);
        over.Cancel();
        cancellationToken.ThrowIfCancellationRequested();
    }

    private async Task LookAsync(CancellationToken cancellationToken)
    {
        var (needs, isDistrusted) = (buffer.NeedsLook, buffer.IsDistrusted);
        var (from, ticket) = buffer.BeginLook();
        var answer = await look(from, cancellationToken).ConfigureAwait(false);
        looked(answer is VenueAnswer<History>.Stated);
        var now = steady.GetUtcNow();
        if (answer is VenueAnswer<History>.Stated { Value: var found })
        {
            failures = 0;
            nextPoll = now + pace.PollInterval;
            noLookBefore = now + pace.ReconnectPause;

            // A venue that has a new word may say it of every order: looks that are asked for one after another grow as rare as those that nobody asks for.
            requests = !needs ? 0 : isDistrusted ? requests : requests + 1;
            noRequestBefore = now + TimeSpan.FromTicks(Math.Min(pace.PollInterval.Ticks, pace.ReconnectPause.Ticks << Math.Clamp(requests - 1, 0, 16)));
            buffer.EndLook(from, ticket, found.News, found.Next);
            return;
        }

        var failed = (VenueAnswer<History>.Unavailable)answer;
        failures++;
        buffer.FailLook();
        var wait = Backoff.Pause(pace.ReconnectPause, failures, who);

        // Until a pause is over nobody in the process calls the venue anyway; but a person may end it before.
        noLookBefore = now + (failed.RetryAfter is { } asked && asked > wait ? (asked < LongestPause ? asked : LongestPause) : wait);
        logger.LogWarning("{Venue}'s orders and fills can't be listed ({Reason}); asked again at {NextLook}", venue, failed.Reason, noLookBefore);
        if (!buffer.HasReports)
        {
            throw new VenueUnavailableException($"{venue}'s orders and fills can't be listed: {failed.Reason}");
        }
    }
}
