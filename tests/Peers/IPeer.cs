namespace Pipeline.Peers;

/// <summary>A system that takes orders in and calls a venue, built in one of the ways to compare.</summary>
internal interface IPeer : IAsyncDisposable
{
    /// <summary>Connects, makes what it needs on the broker and in its store, and takes orders from then on.</summary>
    /// <param name="called">To be told of every order's call of the venue, at the moment it begins.</param>
    Task StartAsync(Calls called, CancellationToken cancellationToken);

    /// <summary>Takes an order in. Completes when its sender may be told so.</summary>
    /// <param name="number">A number that no other order of this run has.</param>
    /// <returns>The order's id.</returns>
    Task<string> TakeAsync(int number, CancellationToken cancellationToken);

    /// <summary>How many orders have gone the whole way, whoever watches from beside included.</summary>
    long Finished { get; }
}
