using Pipeline.Host.Http;
using Pipeline.Store;
using Pipeline.Store.Tables;

namespace Pipeline.Host.Venue;

/// <summary>Says in the store how this process sees the way to the venue, so that who looks at any process sees what all see: every few seconds, and at once when it changes.</summary>
internal sealed class VenueViews(VenueWatching watching, IStore store, string venue, IReadOnlyList<string> workers, TimeProvider machine)
{
    private static readonly TimeSpan SayEvery = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan ForgetAfter = TimeSpan.FromDays(1);

    private readonly string process = $"{Environment.MachineName}/{Environment.ProcessId}";
    private VenueView? said;

    /// <summary>Says what is new; usually nothing is.</summary>
    /// <exception cref="StoreUnavailableException">It is said later.</exception>
    public async Task SayAsync(CancellationToken cancellationToken)
    {
        if (watching.Signs() is not { } signs)
        {
            return;
        }

        var view = VenueView.Of(process, venue, workers, signs, machine.GetUtcNow());
        if (said is not null && view.SaidAt - said.SaidAt < SayEvery && IsAlike(view, said))
        {
            return;
        }

        await store.WriteAsync(
            Turn.Of("venue_views"),
            session =>
            {
                VenueViewTable.Save(session, view);
                VenueViewTable.Forget(session, view.SaidAt - ForgetAfter);
            },
            cancellationToken).ConfigureAwait(false);
        said = view;
    }

    /// <summary>Says that this process calls the venue no more: who ends in order is not missed.</summary>
    /// <exception cref="StoreUnavailableException">It is missed for a day.</exception>
    public Task LeaveAsync() => store.WriteAsync(Turn.Of("venue_views"), session => VenueViewTable.Remove(session, process), CancellationToken.None);

    // Figures in the reasons grow with every second.
    private static bool IsAlike(VenueView one, VenueView other) =>
        (one.State, one.KeepsAway, one.Breaker, one.IsStreamUp, one.Reasons.Count) == (other.State, other.KeepsAway, other.Breaker, other.IsStreamUp, other.Reasons.Count);
}
