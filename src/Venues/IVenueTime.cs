namespace Pipeline.Venues;

/// <summary>A venue's own clock.</summary>
public interface IVenueTime
{
    /// <summary>What the venue's clock says; null where it has none but ours.</summary>
    /// <exception cref="VenueUnavailableException">The venue does not answer; the same call may work later.</exception>
    Task<DateTimeOffset?> TimeAsync(CancellationToken cancellationToken) => Task.FromResult<DateTimeOffset?>(null);
}
