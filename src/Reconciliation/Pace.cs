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
}
