using Pipeline.Postgres;
using Pipeline.Store.Postgres;
using Pipeline.Store.Steps;

namespace Pipeline.Faults;

/// <summary>
/// Two hosts of each worker, every worker in a process of its own under a user of its own, over a cluster of three nodes and a PostgreSQL server, under load. Nodes, workers and
/// the database are killed, stopped, frozen and cut off, one after the other and in an order that is drawn, for as long as the run lasts.
/// </summary>
public sealed class FaultRun(OutageRunOptions options, TimeSpan duration, Action<string> say)
{
    private static readonly TimeSpan Calm = TimeSpan.FromSeconds(5);

    private static readonly string[][] Host =
        [[Stages.Intake], [Stages.Validation], [Stages.Session], [Stages.Submission], [Stages.Reconciliation], [Stages.Analytics], [Stages.Operator]];

    private readonly Random random = new(options.Seed);

    public async Task<Verdict> RunAsync(CancellationToken cancellationToken)
    {
        using var folder = new RunFolder(options.Keep, say);
        await using var cluster = new RabbitMqCluster();
        await cluster.StartAsync(cancellationToken);
        await using var server = new PostgresServer(isVolatile: false);
        await server.StartAsync();
        using var store = new PostgresDatabase(PostgresAddress.Parse(server.Address));

        // Who is killed again and again may prove an order absent more than once.
        await using var pipeline = Deployment.InProcessesOfTheirOwn(
            folder.Data, cluster.AddressFor, [.. Host, .. Host], "--store", server.Address, "--submission-max-sends", "5");
        await pipeline.StartAsync(cancellationToken);
        await pipeline.WaitUntilReadyAsync(cancellationToken);
        say($"{pipeline.Programs.Count} processes are ready");
        await using var load = new OutageLoad(options, folder.Data, pipeline, say, store);
        await load.LapAsync("calm", Calm, cancellationToken);
        var supervision = new Supervision(pipeline.Programs, say);
        await using (supervision)
        {
            await BreakAsync(load, [.. NodeFaults(cluster), .. WorkerFaults(pipeline), .. DatabaseFaults(server)], cancellationToken);
            await load.LapAsync("every worker ready", () => pipeline.WaitUntilReadyAsync(cancellationToken));
        }

        var verdict = await load.EndAsync(
            $"fault-run of {duration.TotalMinutes} min over a cluster of three and PostgreSQL, two hosts of each worker, {options.IntentsPerSecond} intents a second, seed {options.Seed}", supervision.Crashes, cancellationToken);
        return verdict with { Findings = [.. verdict.Findings, .. StoreProof.Faults(store)], RowsAre = "fault" };
    }

    // Every fault has its turn before one comes again.
    private async Task BreakAsync(OutageLoad load, Fault[] faults, CancellationToken cancellationToken)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetElapsedTime(started) < duration)
        {
            random.Shuffle(faults);
            foreach (var fault in faults.TakeWhile(_ => TimeProvider.System.GetElapsedTime(started) < duration))
            {
                await load.LapAsync(fault.Name, () => StrikeAsync(fault, cancellationToken));
            }
        }
    }

    // It lasts for as long as it was said to, or half as long, or anything between.
    private async Task StrikeAsync(Fault fault, CancellationToken cancellationToken)
    {
        var mend = await fault.StrikeAsync();
        await Task.Delay(options.Outage * (0.5 + (random.NextDouble() / 2)), TimeProvider.System, cancellationToken);
        await mend();
        await Task.Delay(Calm, TimeProvider.System, cancellationToken);
    }

    private IEnumerable<Fault> NodeFaults(RabbitMqCluster cluster) =>
        new[] { ("killed", "kill", "start"), ("stopped", "stop", "start"), ("frozen", "pause", "resume"), ("cut off", "partition", "heal") }.Select(fault => new Fault(
            $"a node {fault.Item1}",
            async () =>
            {
                var node = random.Next(1, RabbitMqCluster.Nodes + 1);
                await StrikeNodeAsync(cluster, fault.Item2, node);
                return () => cluster.ActAsync(fault.Item3, node);
            }));

    // A node that was frozen may not take up its members of all queues again (RabbitMQ 3.10): then one of the others can't be stopped, and a person starts the rest anew, one after the other.
    private async Task StrikeNodeAsync(RabbitMqCluster cluster, string act, int node)
    {
        try
        {
            await cluster.ActAsync(act, node);
        }
        catch (InvalidOperationException e) when (e.Message.Contains("check_if_node_is_quorum_critical", StringComparison.Ordinal))
        {
            say($"the nodes other than {node} are started anew, since a queue has no member to spare: {e.Message.Trim()}");
            foreach (var other in Enumerable.Range(1, RabbitMqCluster.Nodes).Where(other => other != node))
            {
                await cluster.ActAsync("kill", other);
                await cluster.ActAsync("start", other);
            }

            await cluster.ActAsync(act, node);
        }
    }

    // Whoever ends is started again, as systemd would.
    private IEnumerable<Fault> WorkerFaults(Deployment pipeline) =>
        new[] { ("killed", "KILL"), ("stopped", "TERM"), ("frozen", "STOP") }.Select(fault => new Fault(
            $"workers {fault.Item1}",
            async () =>
            {
                var victims = random.GetItems([.. pipeline.Programs], 3).Distinct().ToList();
                await Task.WhenAll(victims.Select(victim => victim.SignalAsync(fault.Item2)));
                return () => Task.WhenAll(victims.Select(victim => victim.WakeAsync()));
            }));

    private static IEnumerable<Fault> DatabaseFaults(PostgresServer server) =>
    [
        new("the database killed", async () =>
        {
            await server.CrashAsync();
            return server.StartAsync;
        }),
        new("the database stopped", async () =>
        {
            await server.StopAsync();
            return server.StartAsync;
        }),
        new("the database frozen", async () =>
        {
            await server.FreezeAsync();
            return server.WakeAsync;
        }),
    ];

    /// <summary>Something that breaks.</summary>
    /// <param name="Name">The row it is counted in.</param>
    /// <param name="StrikeAsync">Breaks it, and returns what mends it.</param>
    private sealed record Fault(string Name, Func<Task<Func<Task>>> StrikeAsync);
}
