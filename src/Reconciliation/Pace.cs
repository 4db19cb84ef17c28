namespace Pipeline.Reconciliation;

/// <summary>
/// Keeps long work from standing in the way of orders: it comes in pieces, and after each it rests two dozen times as long as that took.
/// Where orders wait for the work itself, it does not rest.
/// </summary>
/// <param name="clock">Measures the work.</param>
/// <param name="isWaitedFor">Whether orders wait for the work by now.</param>
internal sealed class Pace(TimeProvider clock, Func<bool> isWaitedFor)
{
    private const int RestPerWork = 24;

    /// <summary>So many of what is in memory make a piece.</summary>
    private const int Piece = 500;

    /// <summary>On a machine with too much to do every piece takes long, and the whole has to come to its end all the same.</summary>
    private static readonly TimeSpan LongestRest = TimeSpan.FromMilliseconds(40);

    /// <summary>Does a piece of the work, and rests.</summary>
    public async Task<T> DoAsync<T>(Func<T> piece, CancellationToken cancellationToken)
    {
        var begun = clock.GetTimestamp();
        var done = piece();
        var rest = clock.GetElapsedTime(begun) * RestPerWork;
        if (rest > TimeSpan.Zero && !isWaitedFor())
        {
            await Task.Delay(rest < LongestRest ? rest : LongestRest, clock, cancellationToken).ConfigureAwait(false);
        }

        return done;
    }

    /// <summary>Does a small act for each of many, in pieces.</summary>
    public async Task EachAsync<T>(IReadOnlyList<T> all, Action<T> act, CancellationToken cancellationToken)
    {
        for (var begin = 0; begin < all.Count; begin += Piece)
        {
            var (first, end) = (begin, Math.Min(begin + Piece, all.Count));
            await DoAsync(
                () =>
                {
                    for (var i = first; i < end; i++)
                    {
                        act(all[i]);
                    }

                    return end;
                },
                cancellationToken).ConfigureAwait(false);
        }
    }
}
