using Microsoft.Extensions.Logging.Abstractions;
using Pipeline.Bus;
using Pipeline.Intake;
using Pipeline.Messages.Orders;
using Pipeline.Operator.DeadLetters;
using Pipeline.Simulation.Queues;
using Pipeline.Store;
using Pipeline.Store.Failpoints;
using Pipeline.Store.Limits;
using Pipeline.Store.Steps;
using Pipeline.Store.Tables;
using Pipeline.Trading.Sessions;
using Pipeline.Trading.Limits;

namespace Pipeline.Simulation.Processes;

/// <summary>One life of a process with the workers it hosts.</summary>
internal sealed class Node
{
    private readonly World world;
    private readonly Session.OverridesFile overrides;
    private readonly LimitsLook limits;

    /// <param name="world">Where it runs.</param>
    /// <param name="name">Its name.</param>
    /// <param name="workers">The workers it hosts, by stage.</param>
    public Node(World world, string name, IReadOnlyList<string> workers)
    {
        (this.world, Workers) = (world, workers);
        Process = new SimulatedProcess(name, world.Clock);
        Clock = new ProcessClock(Process, world.Clock, world.Wall);
        Store = new ProcessStore(Process, world.Store, Clock);
        Shell = new Shell(Process, world.Bus, Store, Clock, world.Faults);
        Replays = new ReplayWorker(Store, new SimulatedLetterSender(Process, world.Bus), Clock, NullLogger<ReplayWorker>.Instance);
        var venue = world.Venue.ConnectTo(Process, Clock);
        Calendars = new LiveCalendars(world.Overrides.Latest);
        overrides = new Session.OverridesFile(
            "sessions.json", () => world.Overrides.Text, world.Settings.Session.ReloadInterval, Calendars, Store, Clock, NullLogger<Session.OverridesFile>.Instance);
        Calendars.FreshenAsync = overrides.FreshenAsync;
        limits = world.Limits.Look();
        Stages = new StageSet(world.Settings, Workers, Calendars, new LimitsInForce(InForce, world.Limits, Store, Clock), Store, venue, world.HaltFile, Clock, new SimulatedSequels(Shell, Clock));
        Duties = Workers.Contains(Pipeline.Store.Steps.Stages.Reconciliation) ? new Duties(this, venue.Reports, world.Settings, world.Lease) : null;
        Process.Died += world.Bus.Forget;
    }

    public SimulatedProcess Process { get; }

    /// <summary>The workers it hosts.</summary>
    public IReadOnlyList<string> Workers { get; }

    public ProcessClock Clock { get; }

    public ProcessStore Store { get; }

    public Shell Shell { get; }

    public StageSet Stages { get; }

    /// <summary>What does the replays that operators have asked for.</summary>
    public ReplayWorker Replays { get; }

    /// <summary>The calendars as this process has read them.</summary>
    public LiveCalendars Calendars { get; }

    /// <summary>What it does without a message; null when it does not follow the venue.</summary>
    public Duties? Duties { get; }

    /// <summary>Grows whenever something happens at the venue by itself.</summary>
    public long Happenings => world.Venue.Happenings;

    /// <summary>Counts what was written into the store.</summary>
    public long Commits => world.Store.Commits;

    /// <summary>How often the halt file was made, changed or taken away.</summary>
    public int HaltFileChanges => world.HaltFile.Changes;

    public WallClock Wall => world.Wall;

    public DateTimeOffset TrueTime => world.Clock.GetUtcNow();

    /// <summary>Whether it answers agents.</summary>
    public bool HasDoor => Workers.Contains(Pipeline.Store.Steps.Stages.Intake);

    /// <summary>Whether operators act by it.</summary>
    public bool HasOperator => Workers.Contains(Pipeline.Store.Steps.Stages.Operator);

    /// <summary>Starts to read its workers' queues. With queues in memory it first marks as unsent what open orders may not have been told.</summary>
    public void Start()
    {
        Process.Enter(() => Shell.Run(OpenAsync()));
    }

    /// <summary>Takes an intent. What follows from it is published after the answer.</summary>
    public async Task<IntakeResult> TakeAsync(Submitted submitted)
    {
        Failpoints.Hit(Failpoint.Http, Failpoint.Received);
        var result = await Stages.Intake.TakeAsync(submitted, CancellationToken.None).ConfigureAwait(false);
        Failpoints.Hit(Failpoint.Http, Failpoint.Recorded);
        if (result is IntakeResult.Taken taken)
        {
            Shell.Run(Shell.PublishAsync(taken.FollowUps, Failpoint.Http));
        }

        return result;
    }

    /// <summary>Looks at the overrides file as often as it takes to believe it: a broken text is looked at twice.</summary>
    public async Task FollowOverridesAsync()
    {
        for (var look = 0; look < 2; look++)
        {
            await Task.Delay(world.Settings.Session.ReloadInterval, Clock).ConfigureAwait(false);
            await overrides.LookAsync(CancellationToken.None).ConfigureAwait(false);
        }
    }

    private async Task OpenAsync()
    {
        for (var held = 0; ;)
        {
            try
            {
                await Store.WriteAsync(Begin).ConfigureAwait(false);
                break;
            }
            catch (StoreUnavailableException)
            {
                await Task.Delay(HoldPauses.Of(held++), Clock).ConfigureAwait(false);
            }
        }

        Serve();
    }

    // A process does not start on limits that it can't read; a scenario that restarts one with such a file is told so.
    private LimitBook InForce => limits.Book ?? throw new InvalidOperationException($"The limits can't be read: {string.Join("; ", limits.Faults)}");

    private void Begin(StoreSession session)
    {
        if (world.LimitsFile is not null)
        {
            LimitsChange.Record(session, InForce, limits.Document, world.Settings.LimitDefaults, Clock.GetUtcNow());
        }

        if (world.HasDuties && Workers.Contains(Pipeline.Store.Steps.Stages.Submission))
        {
            ReconcilingState.Begin(session, world.Settings.Intake.Venue, world.Settings.Intake.Account, Clock.GetUtcNow());
        }

        if (!world.Settings.Bus.IsRabbitMq)
        {
            DeadLetterTable.SendAgain(session);
            FollowUpTable.Reopen(session, Clock.GetUtcNow());
        }
    }

    private void Serve()
    {
        foreach (var stage in Workers.Where(stage => stage is not (Pipeline.Store.Steps.Stages.Intake or Pipeline.Store.Steps.Stages.Operator)))
        {
            Shell.Serve(world.Bus[stage], stage, Stages.HandlerOf(stage));
            if (stage == Pipeline.Store.Steps.Stages.Submission)
            {
                Shell.Serve(world.Bus[QueueNames.Cancel], Pipeline.Store.Steps.Stages.Cancel, Stages.HandlerOf(Pipeline.Store.Steps.Stages.Cancel));
            }

            if (stage == Pipeline.Store.Steps.Stages.Reconciliation)
            {
                Shell.Serve(world.Bus[QueueNames.OrderSaga], Failpoint.OrderSaga, ApplyToSagaAsync);
            }
        }

        if (world.HasDuties)
        {
            Duties?.Start();
        }
    }

    private async Task<IReadOnlyList<FollowUp>> ApplyToSagaAsync(OrderMessage message)
    {
        await Store.WriteAsync(session => OrderSagas.Apply(session, message)).ConfigureAwait(false);
        return [];
    }
}
