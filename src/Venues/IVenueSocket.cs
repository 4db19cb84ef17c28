namespace Pipeline.Venues;

/// <summary>One open connection to a stream of the venue, in whole messages. One sender and one receiver at a time.</summary>
public interface IVenueSocket : IDisposable
{
    /// <summary>Sends one message.</summary>
    ValueTask SendAsync(ReadOnlyMemory<byte> message, CancellationToken cancellationToken);

    /// <summary>The next message, text and binary alike; null when the venue has closed the connection.</summary>
    ValueTask<ReadOnlyMemory<byte>?> ReceiveAsync(CancellationToken cancellationToken);

    /// <summary>Told that the venue has agreed to what was asked for at the beginning: what comes from now on is news.</summary>
    void Greeted()
    {
    }
}
