using Pipeline.Store;
using Pipeline.Store.Queries;
using Pipeline.Trading.Sessions;

namespace Pipeline.Monitoring;

/// <summary>Looks at what the store has and sets the gauges.</summary>
public sealed class StoreWatch(IStore store, LiveCalendars calendars, TimeProvider clock)
{
    /// <exception cref="StoreUnavailableException">The store can't be read now; the gauges stay as they are.</exception>
    public void Look()
    {
        var now = clock.GetUtcNow();
        var (figures, exposures) = store.Read(session => (StoreFigures.Of(session, now), AccountExposure.All(session)));
        StoreGauges.Set(figures, exposures, calendars.Now, now);
    }
}
