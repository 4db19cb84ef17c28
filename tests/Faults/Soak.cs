using Pipeline.Bus;

namespace Pipeline.Faults;

/// <summary>
/// Two processes over a broker of their own under a steady load, for long: their memory must not grow, and in the end every order is over and every queue empty.
/// </summary>
public sealed class Soak(OutageRunOptions options, TimeSpan duration, Action<string> say)
{
    private const int Parts = 6;

    /// <summary>How much more memory a process may have in the last part than in the second; in the first it warms up.</summary>
    private const double MostGrowth = 1.1;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    public async Task<Verdict> RunAsync(CancellationToken cancellationToken)
    {
        using var folder = new RunFolder(options.Keep, say);
        await using var broker = new RabbitMqServer();
        await broker.StartAsync();
        await using var pipeline = Deployment.InTwoProcesses(folder.Data, broker.Uri);
        await pipeline.StartAsync(cancellationToken);
        await pipeline.WaitUntilReadyAsync(cancellationToken);
        await using var load = new OutageLoad(options, folder.Data, pipeline, say);
        var memory = pipeline.Programs.ToDictionary(program => program.Name, _ => new List<double>());
        for (var part = 1; part <= Parts; part++)
        {
            await load.LapAsync($"part {part} of {Parts}", () => SampleAsync(pipeline, memory, cancellationToken));
            say(string.Join("; ", memory.Select(process => $"{process.Key}: {process.Value[^1]:0} MB resident")));
        }

        var verdict = await load.EndAsync(
            $"soak of {duration.TotalMinutes} min at {options.IntentsPerSecond} intents a second; resident memory by part {string.Join("; ", memory.Select(process => $"{process.Key} {string.Join(", ", process.Value.Select(part => $"{part:0}"))} MB"))}",
            [], cancellationToken);
        return verdict with
        {
            Findings =
            [
                .. verdict.Findings,
                .. memory.Where(process => process.Value[^1] > process.Value[1] * MostGrowth).Select(process => $"{process.Key} has {process.Value[^1]:0} MB in the last part, {process.Value[1]:0} in the second"),
                .. await LeftAsync(broker, cancellationToken),
            ],
        };
    }

    // The least of a part: a leak raises it too, and what a collection is about to free does not.
    private async Task SampleAsync(Deployment pipeline, Dictionary<string, List<double>> memory, CancellationToken cancellationToken)
    {
        var samples = pipeline.Programs.ToDictionary(program => program.Name, _ => new List<double>());
        var started = TimeProvider.System.GetTimestamp();
        do
        {
            await Task.Delay(Interval, TimeProvider.System, cancellationToken);
            foreach (var program in pipeline.Programs)
            {
                program.MustRun();
                samples[program.Name].Add(program.ResidentMb);
            }
        }
        while (TimeProvider.System.GetElapsedTime(started) < duration / Parts);

        foreach (var (name, taken) in samples)
        {
            memory[name].Add(taken.Min());
        }
    }

    private static async Task<IEnumerable<string>> LeftAsync(RabbitMqServer broker, CancellationToken cancellationToken)
    {
        await using var connection = await RabbitMqServer.ConnectAsync(broker.Uri, cancellationToken);
        await using var channel = await connection.CreateChannelAsync(cancellationToken: cancellationToken);
        List<string> left = [];
        foreach (var queue in QueueNames.All)
        {
            if (await channel.MessageCountAsync(queue, cancellationToken) is > 0 and var count)
            {
                left.Add($"{count} messages are left in {queue}");
            }
        }

        return left;
    }
}
