using Pipeline.Store;
using Pipeline.Store.Tables;
using Pipeline.Submission.Calls;
using Pipeline.Venues;

namespace Pipeline.Host.Venue;

/// <summary>Ends in this process what keeps calls from the venue, once an operator has said so after the process began: the pauses that it was asked for, and its breaker.</summary>
internal sealed class PauseEnds(IStore store, string venue, TimeProvider machine, ILogger<PauseEnds> logger, VenuePause? pause, Permits? permits, VenueBreaker? breaker)
{
    private readonly DateTimeOffset began = machine.GetUtcNow();
    private long lastId;

    /// <summary>Acts on what is new; usually nothing is.</summary>
    /// <exception cref="StoreUnavailableException">Nobody knows; it is looked at later.</exception>
    public async Task LookAsync(CancellationToken cancellationToken)
    {
        if (store.Read(session => VenuePauseEndTable.Newest(session, venue)) is not { } end || end.Id == lastId)
        {
            return;
        }

        lastId = end.Id;
        if (end.At < began)
        {
            return;
        }

        pause?.End();
        permits?.EndPause();
        await (breaker?.CloseAsync(cancellationToken) ?? Task.CompletedTask).ConfigureAwait(false);
        logger.LogWarning("An operator has ended what kept calls from {Venue}: it is called again", venue);
    }
}
