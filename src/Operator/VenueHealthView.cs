using Pipeline.Store;
using Pipeline.Store.Tables;
using Pipeline.Trading.Health;

namespace Pipeline.Operator;

/// <summary>How the way to the venue is, as all processes that call it have said.</summary>
/// <param name="Venue">The venue that orders go to.</param>
/// <param name="State">The worst that a process says of which something was heard lately; null where there is none.</param>
/// <param name="Processes">What each says, by its name.</param>
public sealed record VenueHealthView(string Venue, VenueState? State, IReadOnlyList<VenueHealthView.Heard> Processes)
{
    /// <summary>A process says something every five seconds. One that has missed three is not heard: it has ended, or is cut off from the store.</summary>
    public static readonly TimeSpan SilentAfter = TimeSpan.FromSeconds(15);

    /// <summary>Whether a process that was heard lately calls the venue no more for now.</summary>
    public bool IsKeptAway => KeptAway.Any();

    /// <summary>The processes of which that is so.</summary>
    internal IEnumerable<VenueView> KeptAway => Processes.Where(one => one is { IsSilent: false, Said.KeepsAway: true }).Select(one => one.Said);

    /// <summary>Why the venue is not called now, as those processes say; null where none says so.</summary>
    public string? Waits => KeptAway.SelectMany(said => said.Reasons).Distinct() is var why && IsKeptAway ? string.Join("; ", why) : null;

    /// <summary>Reads what was said.</summary>
    /// <param name="session">The store.</param>
    /// <param name="venue">The venue.</param>
    /// <param name="machine">Now, by this machine's clock.</param>
    public static VenueHealthView Of(StoreSession session, string venue, DateTimeOffset machine)
    {
        var heard = VenueViewTable.All(session, venue).Select(said => new Heard(said, Math.Max(0, (machine - said.SaidAt).TotalSeconds))).ToList();
        return new VenueHealthView(venue, heard.Where(one => !one.IsSilent).Select(one => (VenueState?)one.Said.State).Max(), heard);
    }

    /// <param name="Said">What a process said.</param>
    /// <param name="AgeS">How many seconds ago.</param>
    public sealed record Heard(VenueView Said, double AgeS)
    {
        /// <summary>Whether it has not been heard lately, so that nobody knows what it sees now.</summary>
        public bool IsSilent => AgeS > SilentAfter.TotalSeconds;
    }
}
