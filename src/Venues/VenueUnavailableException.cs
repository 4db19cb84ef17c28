namespace Pipeline.Venues;

/// <summary>The venue can't be reached or does not answer; the same call may work later.</summary>
public sealed class VenueUnavailableException : Exception
{
    public VenueUnavailableException()
    {
    }

    public VenueUnavailableException(string message)
        : base(message)
    {
    }

    public VenueUnavailableException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
