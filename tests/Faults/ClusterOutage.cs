using Pipeline.Store.Steps;

namespace Pipeline.Faults;

/// <summary>
/// Every worker in a process of its own, under a user of its own, over a cluster of three nodes, of which each is taken away in turn under load: one is stopped in an orderly
/// way, one killed, one frozen. Then two are killed at the same time, and the third, which has no majority any more, stops serving. In the end every worker is restarted, one after the other.
/// </summary>
public sealed class ClusterOutage(OutageRunOptions options, Action<string> say)
{
    private static readonly TimeSpan Calm = TimeSpan.FromSeconds(5);

    private static readonly string[][] Workers =
        [[Stages.Intake], [Stages.Validation], [Stages.Session], [Stages.Submission], [Stages.Reconciliation], [Stages.Analytics], [Stages.Operator]];

    public async Task<Verdict> RunAsync(CancellationToken cancellationToken)
    {
        using var folder = new RunFolder(options.Keep, say);
        await using var cluster = new RabbitMqCluster();
        await cluster.StartAsync(cancellationToken);
        await using var pipeline = Deployment.InProcessesOfTheirOwn(folder.Data, cluster.AddressFor, Workers);
        await pipeline.StartAsync(cancellationToken);
        await pipeline.WaitUntilReadyAsync(cancellationToken);
        await using var load = new OutageLoad(options, folder.Data, pipeline, say);

        await load.LapAsync("all nodes up", Calm, cancellationToken);
        var supervision = new Supervision(pipeline.Programs, say);
        await using (supervision)
        {
            await NodesAsync(cluster, load, cancellationToken);
            await TwoNodesAsync(cluster, load, cancellationToken);
            await load.LapAsync("every worker ready", () => pipeline.WaitUntilReadyAsync(cancellationToken));
        }

        foreach (var program in pipeline.Programs)
        {
            await load.LapAsync($"restart of {program.Name[(program.Name.IndexOf('-', StringComparison.Ordinal) + 1)..]}", async () =>
            {
                await program.StopAsync();
                program.Start();
                await program.WaitUntilItIsReadyAsync(cancellationToken);
            });
        }

        await load.LapAsync("calm again", Calm, cancellationToken);
        return await load.EndAsync($"outage-run over a cluster of three, each node away for {options.Outage.TotalSeconds} s", supervision.Crashes, cancellationToken);
    }

    private async Task NodesAsync(RabbitMqCluster cluster, OutageLoad load, CancellationToken cancellationToken)
    {
        foreach (var (node, away, back) in new[] { (1, "stop", "start"), (2, "kill", "start"), (3, "pause", "resume") })
        {
            await load.LapAsync($"{away} of node {node}", () => cluster.ActAsync(away, node));
            await load.LapAsync($"without node {node}", options.Outage, cancellationToken);
            await load.LapAsync($"{back} of node {node}", () => cluster.ActAsync(back, node));
            await load.LapAsync("calm", Calm, cancellationToken);
        }
    }

    // Neither of the two comes up before the other: the one that is left waits for a majority, and they for it.
    private async Task TwoNodesAsync(RabbitMqCluster cluster, OutageLoad load, CancellationToken cancellationToken)
    {
        await load.LapAsync("kill of nodes 1 and 2", () => Task.WhenAll(cluster.ActAsync("kill", 1), cluster.ActAsync("kill", 2)));
        await load.LapAsync("node 3 alone", options.Outage, cancellationToken);
        await load.LapAsync("start of nodes 1 and 2", () => Task.WhenAll(cluster.ActAsync("start", 1), cluster.ActAsync("start", 2)));
        await load.LapAsync("calm", Calm, cancellationToken);
    }
}
