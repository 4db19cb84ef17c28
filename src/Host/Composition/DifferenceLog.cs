using Pipeline.Store;
using Pipeline.Store.Tables;
using Pipeline.Venues.Versions;

namespace Pipeline.Host.Composition;

/// <summary>Counts in the store what a version in the shadow does otherwise. No order waits for it, and none knows of it.</summary>
internal sealed class DifferenceLog(IStore store, string works, string shadow, TimeProvider clock, ILogger<DifferenceLog> logger)
{
    private long compared;

    public void Note(AdapterDifference difference) => _ = NoteAsync(difference);

    /// <summary>A call was compared. Those that come before the first one is written are written with it.</summary>
    public void NoteCompared()
    {
        if (Interlocked.Increment(ref compared) == 1)
        {
            store.RideAlong(session => AdapterComparisonTable.Count(session, works, shadow, Interlocked.Exchange(ref compared, 0), clock.GetUtcNow()));
        }
    }

    private async Task NoteAsync(AdapterDifference difference)
    {
        var row = new AdapterDifferenceRow
        {
            Works = works, Shadow = shadow, Call = difference.Call, What = difference.What, LastAt = clock.GetUtcNow(), ClOrdId = difference.ClOrdId,
            WorksSaid = difference.Works, ShadowSaid = difference.Shadow,
        };
        try
        {
            await store.WriteAsync(Turn.Of("adapter_differences"), session => AdapterDifferenceTable.Note(session, row), CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            logger.LogError(e, "A difference between {Works} and {Shadow} could not be counted: {Call}, {What}", works, shadow, difference.Call, difference.What);
        }
    }
}
