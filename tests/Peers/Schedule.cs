namespace Pipeline.Peers;

/// <summary>Takes orders in at a fixed rate, whether or not earlier ones are done, so that a stall is seen by every order that it delays.</summary>
internal static class Schedule
{
    /// <summary>How late an order may be handed in because timers have a grain; later is a stall, which counts.</summary>
    private static readonly TimeSpan Grain = TimeSpan.FromMilliseconds(2);

    /// <summary>It ends when nothing of it waits in any queue, which would else be worked off in the next one's time.</summary>
    /// <returns>Of each order the time from being taken in to its call of the venue, and from being handed in, each with how much too late it was handed in.</returns>
    public static async Task<IReadOnlyList<(TimeSpan Taken, TimeSpan Whole)>> RunAsync(IPeer peer, Calls calls, Numbers numbers, int rate, TimeSpan duration, CancellationToken cancellationToken)
    {
        var count = (int)(rate * duration.TotalSeconds);
        var taken = new Task<Taken>[count];
        var before = peer.Finished;
        var start = TimeProvider.System.GetTimestamp();
        for (var i = 0; i < count; i++)
        {
            var due = TimeSpan.FromSeconds((double)i / rate);
            if (due - TimeProvider.System.GetElapsedTime(start) is { } ahead && ahead > TimeSpan.Zero)
            {
                await Task.Delay(ahead, TimeProvider.System, cancellationToken).ConfigureAwait(false);
            }

            var late = TimeProvider.System.GetElapsedTime(start) - due;
            taken[i] = TakeAsync(peer, numbers.Next(), late > Grain ? late : TimeSpan.Zero, cancellationToken);
        }

        var orders = await Task.WhenAll(taken).ConfigureAwait(false);
        await Waiting.UntilAsync(() => orders.All(order => calls.Of(order.Id) is not null), "every order's call of the venue", cancellationToken).ConfigureAwait(false);
        await Waiting.UntilAsync(() => peer.Finished >= before + count, "the last order's end", cancellationToken).ConfigureAwait(false);
        return
        [
            .. orders.Select(order => (
                TimeProvider.System.GetElapsedTime(order.At, calls.Of(order.Id)!.Value) + order.Late,
                TimeProvider.System.GetElapsedTime(order.HandedInAt, calls.Of(order.Id)!.Value) + order.Late)),
        ];
    }

    private static async Task<Taken> TakeAsync(IPeer peer, int number, TimeSpan late, CancellationToken cancellationToken)
    {
        // What records nothing is asked for before the message goes; what records, when it has recorded.
        var before = TimeProvider.System.GetTimestamp();
        var taking = peer.TakeAsync(number, cancellationToken);
        var atOnce = taking.IsCompleted;
        var id = await taking.ConfigureAwait(false);
        return new Taken(id, before, atOnce ? before : TimeProvider.System.GetTimestamp(), late);
    }

    private sealed record Taken(string Id, long HandedInAt, long At, TimeSpan Late);
}
