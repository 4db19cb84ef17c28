using Pipeline.Bus;
using Pipeline.Bus.Topology;
using Pipeline.Postgres;
using Pipeline.Store;
using Pipeline.Store.Postgres;
using Pipeline.Store.Steps;

namespace Pipeline.Faults;

/// <summary>What an upgrade run is told.</summary>
public sealed record UpgradeRunOptions
{
    /// <summary>The version that it starts with and goes back to.</summary>
    public required ProgramBuild From { get; init; }

    /// <summary>Over a private PostgreSQL server.</summary>
    public bool IsPostgres { get; init; }

    /// <summary>The load, and how long each lap lasts.</summary>
    public required OutageRunOptions Load { get; init; }
}

/// <summary>
/// Workers of an older version under load; schema and queues are brought up to date under them, workers of this version start beside them on the same queues, and the old ones are
/// stopped one after the other. Then the same the other way round: the old version comes back on the newer schema.
/// </summary>
public sealed class UpgradeRun(UpgradeRunOptions options, Action<string> say)
{
    private static readonly string[][] Workers =
        [[Stages.Intake, Stages.Operator], [Stages.Validation, Stages.Session], [Stages.Submission], [Stages.Reconciliation, Stages.Analytics]];

    private readonly List<string> findings = [];

    public async Task<Verdict> RunAsync(CancellationToken cancellationToken)
    {
        using var folder = new RunFolder(options.Load.Keep, say);
        await using var broker = new RabbitMqServer();
        await broker.StartAsync();
        await using var server = options.IsPostgres ? new PostgresServer() : null;
        if (server is not null)
        {
            await server.StartAsync();
        }

        using var store = server is null ? null : new PostgresDatabase(PostgresAddress.Parse(server.Address));
        var database = StoreAddress.Parse(server?.Address ?? Path.Combine(folder.Data, "pipeline.db"));
        Deployment Version(ProgramBuild build) => Deployment.OfVersion(build, folder.Data, broker.Uri, server?.Address, Workers);
        await using var before = Version(options.From);
        await using var now = Version(ProgramBuild.Own);
        await using var after = Version(options.From with { Name = $"{options.From.Name}again-" });

        await before.StartTogetherAsync(cancellationToken);
        await using var load = new OutageLoad(options.Load, folder.Data, before, say, store);
        await load.LapAsync("old alone", options.Load.Outage, cancellationToken);
        await load.LapAsync("old, schema and queues brought up to date", async () =>
        {
            database.Migrate(mayBreak: false);
            await BrokerSetup.DeployAsync(new BusOptions { Transport = "rabbitmq", Broker = broker.Uri.ToString() }, cancellationToken);
            await Task.Delay(options.Load.Outage, TimeProvider.System, cancellationToken);
        });
        await ReplaceAsync(load, ("old", before), ("new", now), cancellationToken);
        await ReplaceAsync(load, ("new", now), ("old", after), cancellationToken);
        var verdict = await load.EndAsync(
            $"upgrade-run from {options.From.Name.TrimEnd('-')} and back over rabbitmq and {(options.IsPostgres ? "postgres" : "sqlite")}", findings, cancellationToken);
        return verdict with { Findings = [.. verdict.Findings, .. StoreProof.Faults(database)] };
    }

    /// <summary>Starts processes beside those that run, and stops those one after the other, the door first.</summary>
    private async Task ReplaceAsync(OutageLoad load, (string Name, Deployment Processes) old, (string Name, Deployment Processes) young, CancellationToken cancellationToken)
    {
        await load.LapAsync($"{young.Name} started beside {old.Name}", () => young.Processes.StartTogetherAsync(cancellationToken));
        await load.LapAsync($"{old.Name} and {young.Name}", options.Load.Outage, cancellationToken);
        load.MoveTo(young.Processes);
        for (var nth = 0; nth < Workers.Length; nth++)
        {
            await MustHaveWorkedAsync(old.Name, old.Processes.Programs[nth]);
            await MustHaveWorkedAsync(young.Name, young.Processes.Programs[nth]);
            await load.LapAsync($"{old.Name} {string.Join(", ", Workers[nth])} stopped", async () =>
            {
                await old.Processes.Programs[nth].StopAsync();
                await Task.Delay(options.Load.Outage, TimeProvider.System, cancellationToken);
            });
        }
    }

    // The door of the one is tried by agents first when that of the other is closed; behind it the broker gives each its share.
    private async Task MustHaveWorkedAsync(string version, PipelineProgram program)
    {
        program.MustRun();
        if (!program.Hosts(Stages.Intake) && await program.MessagesAsync() == 0)
        {
            findings.Add($"the {version} process {program.Name} had no message while both ran, so nothing was tried");
        }
    }
}
