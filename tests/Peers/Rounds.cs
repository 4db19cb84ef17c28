namespace Pipeline.Peers;

/// <summary>
/// Runs every system in turn, again and again, each in a process of its own that is warm and rests while the others have their turn: what the
/// machine does to one it does to all.
/// </summary>
internal static class Rounds
{
    private const int WarmUpRate = 100;

    // Who comes after whom changes with each round: a database still tidies up after one while the next one has its turn.
    private static IEnumerable<(string System, int? Load)> Turned(IReadOnlyList<(string System, int? Load)> plan, int nth) =>
        plan.GroupBy(entry => entry.Load).SelectMany(group => group.Skip((nth - 1) % group.Count()).Concat(group.Take((nth - 1) % group.Count())));

    /// <param name="plan">Systems with their loads.</param>
    /// <param name="servers">What they run on.</param>
    /// <param name="length">How long and how often.</param>
    /// <param name="progress">Told of every round before it.</param>
    public static async Task<Comparison> RunAsync(
        IReadOnlyList<(string System, int? Load)> plan, Servers servers, Length length, Action<string> progress, CancellationToken cancellationToken)
    {
        var processes = new Dictionary<string, PeerProcess>();
        try
        {
            // They start at the same time, and are measured one after the other.
            foreach (var system in plan.Select(entry => entry.System).Distinct())
            {
                processes.Add(system, new PeerProcess(system, servers));
            }

            progress($"all warm up for {length.WarmUpSeconds} s");
            await Task.WhenAll(processes.Values.Select(process => process.RunAsync(WarmUpRate, length.WarmUpSeconds, cancellationToken))).ConfigureAwait(false);

            var done = new List<(string, int?, Round)>();
            for (var nth = 1; nth <= length.Rounds; nth++)
            {
                foreach (var (system, load) in Turned(plan, nth).Where(entry => entry.Load is not null || nth > length.Rounds - length.SaturatedRounds))
                {
                    var seconds = length.SecondsOf(load);
                    if (load is null && nth == length.Rounds - length.SaturatedRounds + 1)
                    {
                        // Who has run on no schedule before would else be compiled meanwhile.
                        await processes[system].RunAsync(null, length.SaturatedWarmUpSeconds, cancellationToken).ConfigureAwait(false);
                    }

                    progress($"round {nth} of {length.Rounds}: {system}, {(load is null ? "as fast as it goes" : $"{load}/s")} for {seconds} s");
                    done.Add((system, load, await processes[system].RunAsync(load, seconds, cancellationToken).ConfigureAwait(false)));
                }
            }

            return Comparison.Of(done);
        }
        finally
        {
            foreach (var process in processes.Values)
            {
                process.Dispose();
            }
        }
    }
}

/// <summary>How long and how often systems are run.</summary>
/// <param name="Rounds">How often every system is run on each schedule.</param>
/// <param name="SaturatedRounds">In how many of them, the last ones, it also takes in as much as goes through.</param>
/// <param name="Samples">Orders that a schedule measures in all its rounds: a 99th percentile wants 6,000.</param>
/// <param name="WarmUpSeconds">Before the first round, once.</param>
/// <param name="SaturatedSeconds">How long it takes in as much as goes through.</param>
/// <param name="SaturatedWarmUpSeconds">For how long it has done so before, the first time, without being measured.</param>
internal sealed record Length(int Rounds, int SaturatedRounds, int Samples, int WarmUpSeconds, int SaturatedSeconds, int SaturatedWarmUpSeconds)
{
    public int SecondsOf(int? load) => load is { } rate ? Math.Max(4, (Samples + (rate * Rounds) - 1) / (rate * Rounds)) : SaturatedSeconds;
}
