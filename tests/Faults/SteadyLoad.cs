namespace Pipeline.Faults;

/// <summary>Publishes intents at a steady rate until it is stopped, whatever becomes of them, as agents do that know of no outage.</summary>
public sealed class SteadyLoad(IReadOnlyList<Agent> agents, IntentMix mix, double perSecond)
{
    private readonly List<Task> publishing = [];
    private CancellationTokenSource? stop;
    private readonly Lock gate = new();
    private List<Attempt> lap = [];
    private Task running = Task.CompletedTask;
    private int published;

    public void Start()
    {
        stop = new CancellationTokenSource();
        running = RunAsync(stop.Token);
    }

    /// <summary>Ends a lap: returns what was published since the last one.</summary>
    public List<Attempt> TakeLap()
    {
        lock (gate)
        {
            var taken = lap;
            lap = [];
            return taken;
        }
    }

    /// <summary>Stops, and returns when every intent has its answer.</summary>
    public async Task StopAsync()
    {
        await stop!.CancelAsync();
        await running;
        await Task.WhenAll(publishing);
        stop.Dispose();
    }

    private async Task RunAsync(CancellationToken stopped)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1 / perSecond));
        try
        {
            while (await timer.WaitForNextTickAsync(stopped))
            {
                var attempt = mix.Next($"intent-{++published}");
                lock (gate)
                {
                    lap.Add(attempt);
                }

                publishing.Add(agents[published % agents.Count].PublishAsync(attempt, CancellationToken.None));
            }
        }
        catch (OperationCanceledException)
        {
            // Told to stop.
        }
    }
}
