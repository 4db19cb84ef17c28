namespace Pipeline.Faults;

/// <summary>
/// Two processes that start while their broker is down, get it, lose it under load (<c>kill -9</c>) and get it back on the
/// same data. Intents are accepted all the time.
/// </summary>
public sealed class BrokerOutage(OutageRunOptions options, Action<string> say)
{
    private static readonly TimeSpan Calm = TimeSpan.FromSeconds(5);

    /// <summary>An agent's 202 does not wait for a broker; this leaves room for a busy machine.</summary>
    private static readonly TimeSpan Slowest202 = TimeSpan.FromSeconds(5);

    public async Task<Verdict> RunAsync(CancellationToken cancellationToken)
    {
        using var folder = new RunFolder(options.Keep, say);
        await using var broker = new RabbitMqServer();
        await broker.StartAsync();
        await broker.StopAsync();
        await using var pipeline = Deployment.InTwoProcesses(folder.Data, broker.Uri);
        await pipeline.StartAsync(cancellationToken);
        await using var load = new OutageLoad(options, folder.Data, pipeline, say);

        var downAtStart = await load.LapAsync("down at start", options.Outage / 4, cancellationToken);
        await load.LapAsync("broker starts", () => StartAsync(broker, pipeline, cancellationToken));
        await load.LapAsync("calm", Calm, cancellationToken);
        await load.LapAsync("broker dies", broker.StopAsync);
        var down = await load.LapAsync("down", options.Outage, cancellationToken);
        await load.LapAsync("broker starts again", () => StartAsync(broker, pipeline, cancellationToken));
        await load.LapAsync("calm again", Calm, cancellationToken);

        var late = downAtStart.Concat(down).Where(attempt => attempt.Waited is not { } waited || waited > Slowest202)
            .Select(attempt => $"{attempt.Key} got no 202 within {Slowest202.TotalSeconds} s while the broker was down");
        return await load.EndAsync($"outage-run, broker down for {options.Outage.TotalSeconds} s", late, cancellationToken);
    }

    private static async Task StartAsync(RabbitMqServer broker, Deployment pipeline, CancellationToken cancellationToken)
    {
        await broker.StartAsync();
        await pipeline.WaitUntilReadyAsync(cancellationToken);
    }
}
