using Pipeline.Store.Steps;

namespace Pipeline.Simulation.Episodes;

/// <summary>How an episode spreads the workers over processes, and what it sets.</summary>
internal sealed record Layout(IReadOnlyDictionary<string, IReadOnlyList<string>>? Workers, IReadOnlyDictionary<string, string> Settings)
{
    private static readonly string[] Front = [Stages.Intake, Stages.Validation, Stages.Session];
    private static readonly string[] Back = [Stages.Reconciliation, Stages.Analytics, Stages.Operator];

    /// <summary>The processes by name.</summary>
    public IReadOnlyList<string> Names => Workers is null ? [Scenarios.ScenarioRun.OnlyProcess] : [.. Workers.Keys];

    /// <summary>Whether its queues are a broker's.</summary>
    public bool HasBroker => Workers is not null;

    public static Layout Of(Dice dice)
    {
        var settings = new Dictionary<string, string>
        {
            ["alpaca.orders_a_minute"] = "100000",
            // What is held for good ends soon after everything is repaired; a quarter of an hour of waiting would be polls alone.
            ["intake.default_validity"] = "4m",
            ["reconciliation.quote_interval"] = "2s",
            ["reconciliation.check_interval"] = dice.Pick(["250ms", "1s", "2s"]),
        };
        if (dice.Chance(0.4))
        {
            return new Layout(null, settings);
        }

        settings["transport"] = "rabbitmq";
        var workers = dice.Between(1, 3) switch
        {
            1 => new Dictionary<string, IReadOnlyList<string>> { ["all-1"] = [.. Front, Stages.Submission, .. Back], ["all-2"] = [.. Front, Stages.Submission, .. Back] },
            2 => new Dictionary<string, IReadOnlyList<string>> { ["front"] = Front, ["sender-1"] = [Stages.Submission], ["sender-2"] = [Stages.Submission], ["back"] = Back },
            _ => new Dictionary<string, IReadOnlyList<string>> { ["front"] = [.. Front, Stages.Submission], ["back"] = Back },
        };
        return new Layout(workers, settings);
    }
}
