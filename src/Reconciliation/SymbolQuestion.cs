using Pipeline.Venues;

namespace Pipeline.Reconciliation;

/// <summary>
/// A question about many symbols at once. A venue may refuse all of it for one of them, a pair that it trades no more for example: then it is asked about fewer, until
/// the one is found, and the others are answered. What is refused by itself is asked again after a pause, alone.
/// </summary>
/// <param name="ask">Asks the venue.</param>
internal sealed class SymbolQuestion<T>(Func<IReadOnlyCollection<string>, CancellationToken, Task<VenueAnswer<IReadOnlyList<T>>>> ask)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(5);

    private readonly Dictionary<string, (string Reason, DateTimeOffset Until, TimeSpan Pause)> refused = [];

    /// <summary>Of what was wanted last, what the venue refuses to be asked about, with its reason.</summary>
    public IReadOnlyDictionary<string, string> Refused { get; private set; } = new Dictionary<string, string>();

    /// <summary>Asks about those of the symbols that are not refused for now.</summary>
    /// <param name="symbols">What is asked about.</param>
    /// <param name="now">The time.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <param name="wanted">What is wanted, where that is more than is asked about now.</param>
    /// <returns>What was answered, and why the rest could not be; null where it was.</returns>
    public async Task<(IReadOnlyList<T> Answered, VenueAnswer<IReadOnlyList<T>>.Unavailable? Failed)> AskAsync(
        IReadOnlyCollection<string> symbols, DateTimeOffset now, CancellationToken cancellationToken, IReadOnlyCollection<string>? wanted = null)
    {
        var answered = new List<T>();
        VenueAnswer<IReadOnlyList<T>>.Unavailable? failed = null;
        string[] open = [.. symbols.Where(symbol => !refused.ContainsKey(symbol))];
        string[] again = [.. symbols.Where(symbol => refused.TryGetValue(symbol, out var last) && now >= last.Until)];
        var waiting = new Stack<string[]>([.. again.Select(symbol => new[] { symbol }), .. open.Length > 0 ? new[] { open } : []]);
        while (failed is null && waiting.TryPop(out var group))
        {
            switch (await ask(group, cancellationToken).ConfigureAwait(false))
            {
                case VenueAnswer<IReadOnlyList<T>>.Stated { Value: var values }:
                    answered.AddRange(values);
                    Array.ForEach(group, symbol => refused.Remove(symbol));
                    break;
                case VenueAnswer<IReadOnlyList<T>>.Unavailable { Fault: VenueFault.Refused or VenueFault.Unreadable } when group.Length > 1:
                    waiting.Push(group[(group.Length / 2)..]);
                    waiting.Push(group[..(group.Length / 2)]);
                    break;
                case VenueAnswer<IReadOnlyList<T>>.Unavailable { Fault: VenueFault.Refused or VenueFault.Unreadable } alone:
                    Refuse(group[0], alone.Reason, now);
                    break;
                case VenueAnswer<IReadOnlyList<T>>.Unavailable unavailable:
                    failed = unavailable;
                    break;
                case var other:
                    throw new InvalidOperationException($"{other} is no answer");
            }
        }

        Refused = (wanted ?? symbols).Where(refused.ContainsKey).ToDictionary(symbol => symbol, symbol => refused[symbol].Reason);
        return (answered, failed);
    }

    private void Refuse(string symbol, string reason, DateTimeOffset now)
    {
        var pause = refused.TryGetValue(symbol, out var before) ? before.Pause * 2 : FirstPause;
        pause = pause < LongestPause ? pause : LongestPause;
        refused[symbol] = (reason, now + pause, pause);
    }
}
