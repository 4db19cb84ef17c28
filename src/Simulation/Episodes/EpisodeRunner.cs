using System.Text.Json;
using Pipeline.Simulation.Scenarios;
using Pipeline.Simulation.VenueSimulator;

namespace Pipeline.Simulation.Episodes;

/// <summary>Runs an episode as what it is: a scenario like any other.</summary>
internal sealed class EpisodeRunner(Func<IReadOnlyDictionary<string, string>, SimulationSettings> settings, bool keepTrace)
{
    private static readonly JsonSerializerOptions Readable = new(ScriptJson.Options) { WriteIndented = true, NewLine = "\n" };

    /// <summary>The scenario as it would stand in a file.</summary>
    public static string Write(Scenario scenario) => JsonSerializer.Serialize(scenario, ScriptJson.Options);

    /// <summary>The scenario as a file for people.</summary>
    public static string WriteFile(Scenario scenario) => JsonSerializer.Serialize(scenario, Readable) + "\n";

    public EpisodeResult Run(long seed) => Run(seed, Episode.Of(seed));

    public EpisodeResult Run(long seed, Scenario scenario)
    {
        using var writer = keepTrace ? new StringWriter { NewLine = "\n" } : null;
        using var run = new ScenarioRun(ScenarioReader.Read(Write(scenario), settings), writer);
        var crashes = 0;
        run.World.Started += node => node.Process.Died += _ => crashes++;
        var verdict = run.Run(describesOrders: false);
        var calls = run.Truth.Calls;
        return new EpisodeResult
        {
            Seed = seed,
            Verdict = verdict,
            Orders = run.World.Store.Inspect(session => session.Scalar<int>("SELECT count(*) FROM orders")),
            Replacements = run.World.Store.Inspect(session => session.Scalar<int>("SELECT count(*) FROM orders WHERE generation > 1 AND order_id IS NOT NULL")),
            VenueCalls = calls.Count,
            Posts = calls.Count(call => call is { Call: CallKind.Submit, Reached: true }),
            VenueOrders = run.Truth.Orders.Count,
            Crashes = crashes,
            Unresolved = run.World.Store.Inspect(session => session.Scalar<int>("SELECT count(*) FROM orders WHERE ord_status = 'unresolved'")),
            Faults = FaultsOf(scenario, calls),
            Trace = writer?.ToString(),
        };
    }

    private static Dictionary<string, int> FaultsOf(Scenario scenario, IReadOnlyList<VenueCall> calls)
    {
        var faults = new Dictionary<string, int>();
        void Count(string kind) => faults[kind] = faults.GetValueOrDefault(kind) + 1;
        foreach (var name in calls.SelectMany(call => call.Behaviours))
        {
            Count(name);
        }

        foreach (var step in scenario.Steps)
        {
            if (KindOf(step) is { } kind)
            {
                Count(kind);
            }
        }

        return faults;
    }

    private static string? KindOf(Step step) => step switch
    {
        { Crash: not null } => "crash set",
        { Freeze: not null } => "freeze set",
        { ClockStep: not null } => "clock step",
        { Redeliver: { } redeliver } => $"redelivery of {redeliver.Message}",
        { Broker: UpOrDown.Down } => "broker down",
        { Store: UpOrDown.Down } => "store down",
        { Venue.Stop: not null } => "venue down",
        { Venue.DropStream: not null } => "stream dropped",
        { Operator.Cancel: not null } => "cancel",
        { Operator.Release: not null } => "release",
        { Operator.Deny: not null } => "denial",
        { Operator.Halt: not null } => "halt",
        { HaltFile.Gone: false } => "halt file",
        { RestoreBackup: not null } => "backup restored",
        _ => null,
    };
}
