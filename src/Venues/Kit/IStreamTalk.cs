namespace Pipeline.Venues.Kit;

/// <summary>What is said on one venue's stream of reports.</summary>
public interface IStreamTalk
{
    /// <summary>What the stream is of, for the log.</summary>
    string Name { get; }

    /// <summary>Says who listens and to what, and returns once the venue has agreed. News that come meanwhile are taken.</summary>
    /// <exception cref="InvalidOperationException">The venue refuses.</exception>
    Task GreetAsync(IVenueSocket socket, CancellationToken cancellationToken);

    /// <summary>Asks a silent stream for a sign of life: something that the venue answers.</summary>
    ValueTask AskAsync(IVenueSocket socket, CancellationToken cancellationToken);

    /// <summary>Takes in one message. What can't be read is counted, and the lists are asked; it is no error of the stream.</summary>
    /// <exception cref="InvalidOperationException">The venue ends the stream.</exception>
    void Take(ReadOnlyMemory<byte> message);

    /// <summary>Told that the stream was lost, or could not be opened.</summary>
    void Lost();
}
