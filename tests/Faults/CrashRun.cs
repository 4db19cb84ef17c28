using Pipeline.Postgres;
using Pipeline.Store.Postgres;

namespace Pipeline.Faults;

/// <summary>What a crash run is told.</summary>
public sealed record CrashRunOptions
{
    public int Rounds { get; init; } = 20;

    /// <summary>Intents a round.</summary>
    public int Intents { get; init; } = 200;

    public int Seed { get; init; } = 1;

    /// <summary>Two processes, or <see cref="IsTogether"/> one, over a private RabbitMQ broker instead of one over the in-memory transport.</summary>
    public bool IsRabbitMq { get; init; }

    /// <summary>Two hosts of each worker, over a private PostgreSQL server as well.</summary>
    public bool IsPostgres { get; init; }

    /// <summary>Every worker in each process, over a broker.</summary>
    public bool IsTogether { get; init; }

    /// <summary>Leaves the folder of the run.</summary>
    public bool Keep { get; init; }
}

/// <summary>
/// Kills a process of the pipeline again and again while orders are on their way, starts it again on the same data, and
/// audits in the end what became of every order.
/// </summary>
public sealed class CrashRun(CrashRunOptions options, Action<string> say)
{
    private const int Publishers = 24;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan EndDeadline = TimeSpan.FromMinutes(3);

    private readonly Random random = new(options.Seed);

    public async Task<Verdict> RunAsync(CancellationToken cancellationToken)
    {
        using var folder = new RunFolder(options.Keep, say);
        await using var broker = options.IsRabbitMq ? new RabbitMqServer() : null;
        if (broker is not null)
        {
            await broker.StartAsync();
        }

        await using var server = options.IsPostgres ? new PostgresServer() : null;
        if (server is not null)
        {
            await server.StartAsync();
        }

        using var store = server is null ? null : new PostgresDatabase(PostgresAddress.Parse(server.Address));
        await using var pipeline = broker is null ? Deployment.InOneProcess(folder.Data)
            : (server, options.IsTogether) switch
            {
                (null, false) => Deployment.InTwoProcesses(folder.Data, broker.Uri),
                (null, true) => Deployment.OfEveryWorker(folder.Data, broker.Uri),
                (_, false) => Deployment.OnTwoHosts(folder.Data, broker.Uri, server.Address),
                (_, true) => Deployment.OfEveryWorkerOnTwoHosts(folder.Data, broker.Uri, server.Address),
            };
        await pipeline.StartAsync(cancellationToken);
        await using var watch = store is null ? new ProgressWatch(folder.Data) : new ProgressWatch(store);
        var agents = pipeline.Doors.Select(door => new Agent(door, Patience)).ToList();
        var mix = new IntentMix(random);
        var rounds = new List<(string Name, List<Attempt> Attempts, TimeSpan Stall)>();
        for (var round = 1; round <= options.Rounds; round++)
        {
            var attempts = Enumerable.Range(1, options.Intents).Select(nth => mix.Next($"round-{round}-intent-{nth}")).ToList();
            var killed = await RoundAsync(server is not null && round % 2 == 0 ? Restart(server) : Restart(pipeline), agents, attempts, cancellationToken);
            if (random.Next(2) == 0)
            {
                // Half of the rounds begin with nothing on its way, the others on top of what the last kills have left.
                await watch.WaitUntilAllDoneAsync(0, EndDeadline, cancellationToken);
            }

            say($"round {round}: killed {killed}; {watch.Done} of {watch.Orders} orders ended so far");
            rounds.Add(($"{round}", attempts, watch.TakeLongestStall()));
        }

        var acknowledged = rounds.Sum(round => round.Attempts.Count(attempt => attempt.IsAcknowledged));
        var ended = await watch.WaitUntilAllDoneAsync(acknowledged, EndDeadline, cancellationToken);
        say(ended ? $"all {watch.Orders} orders ended" : watch.Left);
        await pipeline.StopAsync();

        var afterwards = watch.TakeLongestStall();
        agents.ForEach(agent => agent.Dispose());
        var audit = store is null ? new Audit(folder.Data) : new Audit(folder.Data, store);
        Figures[] figures = [.. rounds.Select((round, i) => audit.Judge(
            round.Name, round.Attempts, i == rounds.Count - 1 && afterwards > round.Stall ? afterwards : round.Stall))];
        return new Verdict(
            $"crash-run over {(options.IsPostgres ? "rabbitmq and postgres, two hosts of each worker" : options.IsRabbitMq ? options.IsTogether ? "rabbitmq" : "rabbitmq, two processes" : "memory, one process")}{(options.IsTogether ? ", every worker in one process" : "")}, seed {options.Seed}", figures, audit.Outcomes, [.. ended ? [] : new[] { watch.Left }, .. audit.Findings, .. store is null ? [] : StoreProof.Faults(store)]);
    }

    // Any process of the pipeline.
    private Func<CancellationToken, Task<string>> Restart(Deployment pipeline) => async cancellationToken =>
    {
        var victim = pipeline.Programs[random.Next(pipeline.Programs.Count)];
        victim.MustRun();
        await victim.KillAsync();
        victim.Start();
        await victim.WaitUntilItServesAsync(cancellationToken);
        return victim.Name;
    };

    // The database itself, with every transaction that runs.
    private static Func<CancellationToken, Task<string>> Restart(PostgresServer server) => async _ =>
    {
        await server.CrashAsync();
        await server.StartAsync();
        return "the PostgreSQL server";
    };

    /// <summary>Publishes a round's intents, some of them twice, and kills something in the middle. Returns its name.</summary>
    private async Task<string> RoundAsync(Func<CancellationToken, Task<string>> restart, IReadOnlyList<Agent> agents, List<Attempt> attempts, CancellationToken cancellationToken)
    {
        // A repeated tool call: every tenth intent is published twice, at about the same time.
        var calls = attempts.SelectMany((attempt, i) => i % 10 == 0 ? [attempt, attempt] : new[] { attempt }).Select((attempt, nth) => (attempt, Agent: agents[nth % agents.Count]));
        var publishing = Parallel.ForEachAsync(
            calls,
            new ParallelOptions { MaxDegreeOfParallelism = Publishers, CancellationToken = cancellationToken },
            async (call, stop) => await call.Agent.PublishAsync(call.attempt, stop));

        var moment = random.Next(1, attempts.Count);
        var later = TimeSpan.FromMilliseconds(random.Next(40));
        while (!publishing.IsCompleted && attempts.Count(attempt => attempt.IsAcknowledged) < moment)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, cancellationToken);
        }

        await Task.Delay(later, TimeProvider.System, cancellationToken);
        var name = await restart(cancellationToken);
        await publishing;
        return name;
    }
}
