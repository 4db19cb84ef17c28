namespace Pipeline.Venues.Versions;

/// <summary>
/// Compares the looks at the venue's lists that follow the stream: what was missed while it was away is found there, and a version that reads a list otherwise would
/// book otherwise. What the version that works has exchanged for a look is given to two that have heard nothing, one of its own kind and one in the shadow: what
/// both find since the watermark must be alike, however much the stream has told before.
/// </summary>
internal sealed class ShadowedLooks(Func<HttpMessageHandler, AdapterPorts> works, Func<HttpMessageHandler, AdapterPorts> shadow, ShadowTape tape, Action<AdapterDifference> differs)
{
    private const string Call = "reports since";

    // Answers that were kept may have been to other questions: a list that is asked for page by page could have no end.
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    /// <summary>Has the version that works follow, and what it has looked at compared beside its way.</summary>
    public async Task<ReportPage> FollowAsync(string? watermark, Func<Task<ReportPage>> follow)
    {
        var exchanges = tape.Begin();
        var page = await follow().ConfigureAwait(false);
        if (exchanges.Count > 0)
        {
            using (ExecutionContext.SuppressFlow())
            {
                _ = Task.Run(() => CompareAsync(watermark, [.. exchanges]), CancellationToken.None);
            }
        }

        return page;
    }

    private async Task CompareAsync(string? watermark, List<RawExchange> exchanges)
    {
        var made = new ShadowTape();
        tape.Replay(new ShadowCall(exchanges, IsPartly: true));
        try
        {
            // What both ask is compared between them, as the one that works has gone on from where it was and not from the watermark.
            await new ShadowCalls(made, differs).CompareAsync(
                Call, null, () => LookAsync(works, made.Recording(tape.Replaying(_ => { })), watermark), () => LookAsync(shadow, made.Replaying(differs), watermark), Found)
                .ConfigureAwait(false);
        }
        catch (Exception e)
        {
            differs(new AdapterDifference(Call, "call", null, $"its look can't be made again: {e.GetType().Name}: {e.Message}", "not compared"));
        }
    }

    private static async Task<ReportPage> LookAsync(Func<HttpMessageHandler, AdapterPorts> open, HttpMessageHandler handler, string? watermark)
    {
        using (handler)
        using (var limit = new CancellationTokenSource(Longest))
        {
            var (entry, reports, _) = open(handler);
            using (entry as IDisposable)
            using (reports as IDisposable)
            {
                return await reports.ReportsSinceAsync(watermark, limit.Token).ConfigureAwait(false);
            }
        }
    }

    // Where the next look begins each says in its own words.
    private static (object? Works, object? Shadow) Found(ReportPage works, ReportPage shadow) => (new { works.Reports, works.Fees }, new { shadow.Reports, shadow.Fees });
}
