namespace Pipeline.Faults;

/// <summary>Another connection locks the SQLite file under load. Agents are told 503 and when to come again, and come again.</summary>
public sealed class StoreOutage(OutageRunOptions options, Action<string> say)
{
    private static readonly TimeSpan Calm = TimeSpan.FromSeconds(5);

    /// <summary>The store waits 5 s for a lock, and a request may come just too late for one such wait and need the next.</summary>
    private static readonly TimeSpan SlowestAnswer = TimeSpan.FromSeconds(15);

    public async Task<Verdict> RunAsync(CancellationToken cancellationToken)
    {
        using var folder = new RunFolder(options.Keep, say);
        await using var broker = options.IsRabbitMq ? new RabbitMqServer() : null;
        if (broker is not null)
        {
            await broker.StartAsync();
        }

        await using var pipeline = broker is null ? Deployment.InOneProcess(folder.Data) : Deployment.InTwoProcesses(folder.Data, broker.Uri);
        await pipeline.StartAsync(cancellationToken);
        await pipeline.WaitUntilReadyAsync(cancellationToken);
        await using var load = new OutageLoad(options, folder.Data, pipeline, say);

        await load.LapAsync("calm", Calm, cancellationToken);
        await load.LapAsync("store locked", () => LockAsync(Path.Combine(folder.Data, "pipeline.db"), cancellationToken));
        await load.LapAsync("calm again", Calm, cancellationToken);
        say($"{load.Agent.Unavailable} answers were 503 with Retry-After, the slowest answer took {load.Agent.SlowestAnswer.TotalSeconds:0.0} s");
        string[] findings =
        [
            .. load.Agent.Unavailable == 0 ? ["nobody was told 503, so the lock did not bite"] : Array.Empty<string>(),
            .. load.Agent.SlowestAnswer > SlowestAnswer ? [$"an answer took {load.Agent.SlowestAnswer.TotalSeconds:0.0} s"] : Array.Empty<string>(),
        ];
        return await load.EndAsync(
            $"outage-run, store locked for {options.Outage.TotalSeconds} s over {(options.IsRabbitMq ? "rabbitmq" : "memory")}", findings, cancellationToken);
    }

    private async Task LockAsync(string database, CancellationToken cancellationToken)
    {
        await using var theLock = new StoreLock(database);
        await theLock.TakeAsync();
        await Task.Delay(options.Outage, TimeProvider.System, cancellationToken);
        await theLock.GiveBackAsync();
    }
}
