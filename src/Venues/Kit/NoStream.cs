namespace Pipeline.Venues.Kit;

/// <summary>The stream of an adapter that may not open one, since another version of it has it: its lists tell everything, a little later.</summary>
public static class NoStream
{
    public static ValueTask<IVenueSocket> Connect(CancellationToken cancellationToken) =>
        throw new InvalidOperationException("the stream is another version's; the lists are asked");
}
