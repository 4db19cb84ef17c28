using Pipeline.Store.Postgres;

namespace Pipeline.Faults;

/// <summary>What an outage run is told.</summary>
public sealed record OutageRunOptions
{
    public TimeSpan Outage { get; init; } = TimeSpan.FromSeconds(60);

    public double IntentsPerSecond { get; init; } = 30;

    public int Seed { get; init; } = 1;

    /// <summary>For an outage of the store: two processes over a private broker instead of one.</summary>
    public bool IsRabbitMq { get; init; }

    public bool Keep { get; init; }
}

/// <summary>The load on a pipeline through an outage, and the laps of its table.</summary>
internal sealed class OutageLoad : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan EndDeadline = TimeSpan.FromMinutes(3);

    private readonly string data;
    private Deployment pipeline;
    private readonly Action<string> say;
    private readonly PostgresDatabase? store;
    private readonly IReadOnlyList<Agent> agents;
    private readonly SteadyLoad load;
    private readonly ProgressWatch watch;
    private readonly List<(string Name, List<Attempt> Attempts, TimeSpan Stall)> laps = [];

    /// <param name="options">How much load.</param>
    /// <param name="data">The folder of the venue's book, and of the store unless there is another.</param>
    /// <param name="pipeline">What runs; agents share out its doors.</param>
    /// <param name="say">Told of every lap.</param>
    /// <param name="store">A store on a server.</param>
    public OutageLoad(OutageRunOptions options, string data, Deployment pipeline, Action<string> say, PostgresDatabase? store = null)
    {
        (this.data, this.pipeline, this.say, this.store) = (data, pipeline, say, store);
        agents = [.. pipeline.Doors.Select(door => new Agent(door, Patience))];
        watch = store is null ? new ProgressWatch(data) : new ProgressWatch(store);
        load = new SteadyLoad(agents, new IntentMix(new Random(options.Seed)), options.IntentsPerSecond);
        load.Start();
    }

    /// <summary>Who publishes at the first door.</summary>
    public Agent Agent => agents[0];

    /// <summary>Sends the load to the doors of other processes, which are those that are stopped in the end.</summary>
    public void MoveTo(Deployment other)
    {
        pipeline = other;
        for (var nth = 0; nth < agents.Count; nth++)
        {
            agents[nth].Door = other.Doors[nth % other.Doors.Count];
        }
    }

    /// <summary>Lets the load go on for a while, which is a row of the table; laps of one name share it.</summary>
    public async Task<List<Attempt>> LapAsync(string name, Func<Task> meanwhile)
    {
        say($"{name} ...");
        await meanwhile();
        var attempts = load.TakeLap();
        laps.Add((name, attempts, watch.TakeLongestStall()));
        return attempts;
    }

    public Task<List<Attempt>> LapAsync(string name, TimeSpan time, CancellationToken cancellationToken) =>
        LapAsync(name, () => Task.Delay(time, TimeProvider.System, cancellationToken));

    /// <summary>Stops the load, waits until every order has ended, stops the processes and audits.</summary>
    public async Task<Verdict> EndAsync(string run, IEnumerable<string> findings, CancellationToken cancellationToken)
    {
        await load.StopAsync();
        laps.Add(("drained", load.TakeLap(), TimeSpan.Zero));
        var acknowledged = laps.Sum(lap => lap.Attempts.Count(attempt => attempt.IsAcknowledged));
        var ended = await watch.WaitUntilAllDoneAsync(acknowledged, EndDeadline, cancellationToken);
        say(ended ? $"all {watch.Orders} orders ended" : watch.Left);
        laps[^1] = laps[^1] with { Stall = watch.TakeLongestStall() };
        await pipeline.StopAsync();
        var audit = store is null ? new Audit(data) : new Audit(data, store);
        Figures[] figures = [.. laps.GroupBy(lap => lap.Name).Select(same => audit.Judge(same.Key, [.. same.SelectMany(lap => lap.Attempts)], same.Max(lap => lap.Stall)))];
        return new Verdict(run, figures, audit.Outcomes, [.. findings, .. ended ? [] : new[] { watch.Left }, .. audit.Findings]);
    }

    public async ValueTask DisposeAsync()
    {
        await watch.DisposeAsync();
        foreach (var agent in agents)
        {
            agent.Dispose();
        }
    }
}
