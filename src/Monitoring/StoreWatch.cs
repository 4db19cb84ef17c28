using Pipeline.Metering;
using Pipeline.Store;
using Pipeline.Store.Queries;
using Pipeline.Trading.Sessions;
using Prometheus;

namespace Pipeline.Monitoring;

/// <summary>
/// Looks at what the store has and sets the gauges. With the store away they stay as they are, since what is not known is not 0; so they say
/// of when they are, on the machine's clock, which the monitoring system's is compared with.
/// </summary>
public sealed class StoreWatch
{
    internal static readonly Gauge Figures = Meters.Gauge(
        "pipeline_figures_timestamp_seconds", "seconds", "Of when the gauges are that are read from the store, in Unix time; at first, when their process began.");

    private readonly IStore store;
    private readonly LiveCalendars calendars;
    private readonly TimeProvider clock;
    private readonly TimeProvider machine;

    /// <param name="store">The store.</param>
    /// <param name="calendars">The calendars in force.</param>
    /// <param name="clock">The pipeline's time.</param>
    /// <param name="machine">The machine's.</param>
    public StoreWatch(IStore store, LiveCalendars calendars, TimeProvider clock, TimeProvider machine)
    {
        (this.store, this.calendars, this.clock, this.machine) = (store, calendars, clock, machine);
        Stamp();
    }

    /// <exception cref="StoreUnavailableException">The store can't be read now; the gauges stay as they are.</exception>
    public void Look()
    {
        var now = clock.GetUtcNow();
        var (figures, exposures, oldestQuote) = store.Read(session =>
        {
            var figures = StoreFigures.Of(session, now);
            return (figures, AccountExposure.All(session), StoreGauges.OldestQuote(session, figures.Quotes, calendars.Now, now));
        });
        StoreGauges.Set(figures, exposures, oldestQuote);
        Stamp();
    }

    private void Stamp() => Figures.Set(machine.GetUtcNow().ToUnixTimeMilliseconds() / 1000.0);
}
