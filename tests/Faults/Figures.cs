namespace Pipeline.Faults;

/// <summary>What became of the intents of one round, in the columns of the table that RabbitMQ's Jepsen suite prints.</summary>
/// <param name="Name">The round.</param>
/// <param name="Attempted">Intents that the agent wanted published.</param>
/// <param name="Acknowledged">Those answered with 202.</param>
/// <param name="Terminal">Acknowledged orders that have ended.</param>
/// <param name="Lost">Acknowledged orders that are missing or never ended.</param>
/// <param name="Doubled">Orders that the venue took more than once, or for one line.</param>
/// <param name="Resent">Sends of an order beyond one for each claim, whatever the venue said to them.</param>
/// <param name="Unknown">Orders whose outcome nobody knows.</param>
/// <param name="LongestStall">The longest time in which no order ended while some were open.</param>
/// <param name="Slowest202">The longest that the agent had to try for a 202.</param>
public sealed record Figures(
    string Name, int Attempted, int Acknowledged, int Terminal, int Lost, int Doubled, int Resent, int Unknown, TimeSpan LongestStall, TimeSpan Slowest202)
{
    public static Figures Sum(IReadOnlyCollection<Figures> rounds) => new(
        "all",
        rounds.Sum(round => round.Attempted),
        rounds.Sum(round => round.Acknowledged),
        rounds.Sum(round => round.Terminal),
        rounds.Sum(round => round.Lost),
        rounds.Sum(round => round.Doubled),
        rounds.Sum(round => round.Resent),
        rounds.Sum(round => round.Unknown),
        rounds.Max(round => round.LongestStall),
        rounds.Max(round => round.Slowest202));
}

/// <summary>The outcome of a run.</summary>
/// <param name="Run">What was run.</param>
/// <param name="Rounds">One row each.</param>
/// <param name="Outcomes">How the orders ended, by ord_status.</param>
/// <param name="Findings">Everything that is not as promised; empty when the run passed.</param>
public sealed record Verdict(string Run, IReadOnlyList<Figures> Rounds, IReadOnlyDictionary<string, int> Outcomes, IReadOnlyList<string> Findings)
{
    /// <summary>What a row of the table stands for.</summary>
    public string RowsAre { get; init; } = "round";

    public bool Passed => Findings.Count == 0 && All is { Lost: 0, Doubled: 0, Resent: 0, Unknown: 0 };

    public Figures All => Figures.Sum([.. Rounds]);
}
