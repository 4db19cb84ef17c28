namespace Pipeline.Venues.Kit;

/// <summary>One open connection to the stream, in whole messages. One sender and one receiver at a time.</summary>
public interface IVenueSocket : IDisposable
{
    /// <summary>Sends one message.</summary>
    ValueTask SendAsync(ReadOnlyMemory<byte> message, CancellationToken cancellationToken);

    /// <summary>The next message, text and binary alike; null when the venue has closed the connection.</summary>
    ValueTask<ReadOnlyMemory<byte>?> ReceiveAsync(CancellationToken cancellationToken);
}
