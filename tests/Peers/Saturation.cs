namespace Pipeline.Peers;

/// <summary>Takes orders in as fast as they go through: as many are under way as the window has, and another whenever one has called the venue.</summary>
internal static class Saturation
{
    private const int Window = 256;

    /// <returns>Orders a second, until the last of them has gone the whole way and nothing of them waits in any queue.</returns>
    public static async Task<(int Orders, TimeSpan Took)> RunAsync(IPeer peer, Calls calls, Numbers numbers, TimeSpan duration, CancellationToken cancellationToken)
    {
        using var window = new SemaphoreSlim(Window);
        void Free() => window.Release();
        calls.Called += Free;
        var (before, count) = (peer.Finished, 0);
        var start = TimeProvider.System.GetTimestamp();
        try
        {
            var taking = new List<Task<string>>();
            while (TimeProvider.System.GetElapsedTime(start) < duration)
            {
                await window.WaitAsync(cancellationToken).ConfigureAwait(false);
                taking.Add(peer.TakeAsync(numbers.Next(), cancellationToken));
                count++;
            }

            await Task.WhenAll(taking).ConfigureAwait(false);
            await Waiting.UntilAsync(() => peer.Finished >= before + count, "the last order's end", cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            calls.Called -= Free;
        }

        return (count, TimeProvider.System.GetElapsedTime(start));
    }
}
