namespace Pipeline.Faults.Matrix;

/// <summary>What a row works with: a folder, a virtual host and intents of its own, and processes that nobody has started.</summary>
public sealed class RowRun : IAsyncDisposable
{
    private const int Publishers = 8;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan DrainDeadline = TimeSpan.FromMinutes(2);

    private readonly RunFolder folder;
    private readonly ProgressWatch watch;
    private readonly IntentMix mix;
    private readonly List<Attempt> attempts = [];
    private readonly List<string> findings = [];

    internal RowRun(MatrixRow row, MatrixOptions options, RabbitMqServer server, Uri broker, Action<string> say)
    {
        (Name, Server, Broker, Say, Orders) = (row.Name, server, broker, say, options.Orders);
        Random = new Random(row.Name.Aggregate(options.Seed, (hash, letter) => unchecked((hash * 31) + letter)));
        mix = new IntentMix(Random);
        folder = new RunFolder(options.Keep, say);
        Pipeline = row.Deploy(folder.Path, broker);
        watch = new ProgressWatch(folder.Path);
    }

    public string Name { get; }

    public Action<string> Say { get; }

    /// <summary>Seeded by the run and the row's name, so that a row can be repeated alone.</summary>
    public Random Random { get; }

    /// <summary>How many intents make a load.</summary>
    public int Orders { get; }

    public string Data => folder.Path;

    public RabbitMqServer Server { get; }

    /// <summary>The virtual host of this row.</summary>
    public Uri Broker { get; }

    public Deployment Pipeline { get; }

    /// <summary>Something is not as promised. The row goes on, and fails.</summary>
    public void Blame(string finding) => findings.Add(finding);

    /// <summary>Publishes a load over HTTP, every tenth intent twice at about the same time. Returns when agents have their answers.</summary>
    public async Task PublishAsync(CancellationToken cancellationToken)
    {
        using var agent = new Agent(Pipeline.Door, Patience);
        var calls = NewLoad().SelectMany((attempt, i) => i % 10 == 0 ? [attempt, attempt] : new[] { attempt });
        await Parallel.ForEachAsync(
            calls,
            new ParallelOptions { MaxDegreeOfParallelism = Publishers, CancellationToken = cancellationToken },
            async (attempt, stop) => await agent.PublishAsync(attempt, stop));
    }

    /// <summary>Publishes a load over AMQP. Returns when the broker has confirmed all of it.</summary>
    public async Task PublishOverAmqpAsync(CancellationToken cancellationToken)
    {
        await using var agent = await AmqpAgent.ConnectAsync(Broker, cancellationToken);
        foreach (var attempt in NewLoad())
        {
            await agent.PublishAsync(attempt, cancellationToken);
        }
    }

    /// <summary>Every agent asks again for everything it has published: it must get the same orders.</summary>
    public async Task RepeatAllAsync(CancellationToken cancellationToken)
    {
        using var agent = new Agent(Pipeline.Door, Patience);
        await Parallel.ForEachAsync(
            attempts.ToList(),
            new ParallelOptions { MaxDegreeOfParallelism = Publishers, CancellationToken = cancellationToken },
            async (attempt, stop) => await agent.PublishAsync(attempt, stop));
    }

    /// <summary>Returns when every order that an agent was promised has ended and everybody was told.</summary>
    public async Task DrainAsync(CancellationToken cancellationToken)
    {
        if (!await watch.WaitUntilAllDoneAsync(attempts.Count(attempt => attempt.IsAcknowledged), DrainDeadline, cancellationToken))
        {
            Blame($"{watch.Orders - watch.Done} of {watch.Orders} orders have not ended, {watch.Orders - watch.Figured} are unknown to analytics, {watch.Unsent} messages are unsent");
        }
    }

    /// <summary>Stops what runs and compares the three witnesses.</summary>
    internal async Task<RowResult> AuditAsync()
    {
        await Pipeline.StopAsync();
        var audit = new Audit(Data);
        var figures = audit.Judge(Name, attempts, watch.TakeLongestStall());
        return new RowResult(figures, audit.Outcomes, [.. findings.Concat(audit.Findings).Select(finding => $"{Name}: {finding}")]);
    }

    public async ValueTask DisposeAsync()
    {
        await Pipeline.DisposeAsync();
        await watch.DisposeAsync();
        folder.Dispose();
    }

    private List<Attempt> NewLoad()
    {
        var load = Enumerable.Range(attempts.Count + 1, Orders).Select(nth => mix.Next($"intent-{nth}")).ToList();
        attempts.AddRange(load);
        return load;
    }
}
