using Pipeline.Store;
using Pipeline.Store.Writing;

namespace Pipeline.Faults.Matrix;

/// <summary>What a row works with: a folder, a virtual host and intents of its own, and processes that nobody has started.</summary>
public sealed class RowRun : IAsyncDisposable
{
    private const int Publishers = 8;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan DrainDeadline = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(5);

    private readonly RunFolder folder;
    private readonly ProgressWatch watch;
    private readonly IntentMix mix;
    private readonly List<Attempt> attempts = [];
    private readonly List<string> findings = [];
    private readonly List<IAsyncDisposable> owned = [];
    private int unavailable;

    internal RowRun(MatrixRow row, MatrixOptions options, RabbitMqServer server, Uri broker, Action<string> say)
    {
        (Name, Server, Broker, Orders) = (row.Name, server, broker, options.Orders);
        Random = new Random(row.Name.Aggregate(options.Seed, (hash, letter) => unchecked((hash * 31) + letter)));
        mix = new IntentMix(Random);
        folder = new RunFolder(options.Keep, say);
        Pipeline = row.Deploy(folder.Data, broker);
        watch = new ProgressWatch(folder.Data);
    }

    public string Name { get; }

    /// <summary>Seeded by the run and the row's name, so that a row can be repeated alone.</summary>
    public Random Random { get; }

    /// <summary>How many intents make a load.</summary>
    public int Orders { get; }

    /// <summary>The folder of the store and the venue's book.</summary>
    public string Data => folder.Data;

    public string StoreFile => Path.Combine(Data, "pipeline.db");

    /// <summary>A store that another one has replaced in this row.</summary>
    public string? LostStore { get; set; }

    /// <summary>The broker's server; a row that harms it must say so.</summary>
    public RabbitMqServer Server { get; }

    /// <summary>The virtual host of this row.</summary>
    public Uri Broker { get; }

    public Deployment Pipeline { get; private set; }

    public IReadOnlyList<Attempt> Attempts => attempts;

    /// <summary>How many intents have their acknowledgement.</summary>
    public int Acknowledged => attempts.Count(attempt => attempt.IsAcknowledged);

    /// <summary>How often agents were told 503.</summary>
    public int Unavailable => unavailable;

    /// <summary>Goes on with other processes on the same folder. Those before must have ended.</summary>
    public void Redeploy(Deployment next) => Pipeline = next;

    /// <summary>Publishes a load over HTTP, every tenth intent twice at about the same time. Returns when agents have their answers.</summary>
    public Task PublishAsync(CancellationToken cancellationToken, int publishers = Publishers) =>
        PublishAsync(NewLoad(mix.Next).SelectMany((attempt, i) => i % 10 == 0 ? [attempt, attempt] : new[] { attempt }), publishers, cancellationToken);

    /// <summary>Every agent asks again for everything it has published: it must get the same orders.</summary>
    public Task RepeatAllAsync(CancellationToken cancellationToken) => PublishAsync([.. attempts], Publishers, cancellationToken);

    /// <summary>Publishes a load over AMQP. Returns when the broker has confirmed all of it.</summary>
    public async Task PublishOverAmqpAsync(CancellationToken cancellationToken)
    {
        await using var agent = await AmqpAgent.ConnectAsync(Broker, cancellationToken);
        foreach (var attempt in NewLoad(mix.Next))
        {
            await agent.PublishAsync(attempt, cancellationToken);
        }
    }

    /// <summary>Publishes a load of orders that rest at the venue, and cancels each of them there.</summary>
    public async Task PublishAndCancelAsync(CancellationToken cancellationToken)
    {
        var load = NewLoad(mix.NextResting);
        await PublishAsync(load, Publishers, cancellationToken);
        using var canceller = new CancellingOperator(Pipeline.Door);
        await InParallelAsync(load, Publishers, (attempt, stop) => canceller.CancelAsync(attempt.ClOrdId!, stop), cancellationToken);
    }

    /// <summary>Returns when so many intents have their acknowledgement.</summary>
    public async Task UntilAcknowledgedAsync(int count, CancellationToken cancellationToken)
    {
        while (Acknowledged < count)
        {
            await Task.Delay(Interval, TimeProvider.System, cancellationToken);
        }
    }

    /// <summary>How many times an order was given to the sender again after a first attempt was proven to be absent.</summary>
    public long SecondAttempts()
    {
        using var connection = new SqliteDatabase(StoreFile).Open();
        return new StoreSession(connection, null).Scalar<long>("SELECT count(*) FROM claims WHERE attempt > 1");
    }

    /// <summary>Does something to the store's files that nobody may look at meanwhile.</summary>
    public void BehindTheWatch(Action act) => watch.LookAway(act);

    /// <summary>Keeps something that must outlive the processes, and goes before the folder.</summary>
    public void Own(IAsyncDisposable resource) => owned.Add(resource);

    /// <summary>Something is not as promised. The row goes on, and fails.</summary>
    public void Blame(string finding) => findings.Add(finding);

    /// <summary>Returns when every order that an agent was promised has ended and everybody was told.</summary>
    public async Task DrainAsync(CancellationToken cancellationToken)
    {
        if (!await watch.WaitUntilAllDoneAsync(Acknowledged, DrainDeadline, cancellationToken))
        {
            Blame(watch.Left);
        }
    }

    /// <summary>Stops what runs and compares the three witnesses.</summary>
    internal async Task<RowResult> AuditAsync()
    {
        await Pipeline.StopAsync();
        var audit = new Audit(Data, LostStore);
        var figures = audit.Judge(Name, attempts, watch.TakeLongestStall());
        return new RowResult(figures, audit.Outcomes, [.. findings.Concat(audit.Findings).Select(finding => $"{Name}: {finding}")]);
    }

    public async ValueTask DisposeAsync()
    {
        await Pipeline.DisposeAsync();
        await watch.DisposeAsync();
        foreach (var resource in owned)
        {
            await resource.DisposeAsync();
        }

        folder.Dispose();
    }

    private async Task PublishAsync(IEnumerable<Attempt> load, int publishers, CancellationToken cancellationToken)
    {
        using var agent = new Agent(Pipeline.Door, Patience);
        await InParallelAsync(load, publishers, agent.PublishAsync, cancellationToken);
        Interlocked.Add(ref unavailable, agent.Unavailable);
    }

    private static Task InParallelAsync(IEnumerable<Attempt> load, int publishers, Func<Attempt, CancellationToken, Task> act, CancellationToken cancellationToken) =>
        Parallel.ForEachAsync(
            load,
            new ParallelOptions { MaxDegreeOfParallelism = publishers, CancellationToken = cancellationToken },
            async (attempt, stop) => await act(attempt, stop));

    private List<Attempt> NewLoad(Func<string, Attempt> next)
    {
        var load = Enumerable.Range(attempts.Count + 1, Orders).Select(nth => next($"intent-{nth}")).ToList();
        attempts.AddRange(load);
        return load;
    }
}
