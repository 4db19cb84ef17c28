using System.Runtime.ExceptionServices;
using Pipeline.Simulation.Processes;
using Pipeline.Simulation.Queues;
using Pipeline.Simulation.Venues;
using Pipeline.Store.Limits;
using Pipeline.Store.Steps;

namespace Pipeline.Simulation;

/// <summary>
/// Everything that a simulation consists of, on one thread and one virtual clock: a store, a transport, a venue, and processes
/// that come and go. It moves from one happening to the next; the same calls have the same outcome, always.
/// </summary>
internal sealed class World : IDisposable
{
    private readonly Dictionary<string, Node> nodes = [];
    private ExceptionDispatchInfo? broken;
    private DueTimes? due;
    private long dueAsOf = -1;

    /// <param name="settings">What the processes are told.</param>
    /// <param name="start">What the clock says at first.</param>
    /// <param name="latency">How long a message takes.</param>
    /// <param name="venue">Makes the venue, which runs on the true time.</param>
    /// <param name="hasDuties">Whether processes keep their duties by themselves; else somebody else calls for them.</param>
    /// <param name="remembers">Whether messages are kept, so that they can be delivered once more.</param>
    public World(
        SimulationSettings settings, DateTimeOffset start, TimeSpan latency, Func<World, IVenueConnection> venue, bool hasDuties = true, bool remembers = true)
    {
        Settings = settings;
        LimitsFile = settings.Limits;
        Limits = new LimitsSource("limits.json", () => LimitsFile ?? "{}"u8.ToArray(), settings.LimitDefaults, MustSayAll: null);
        Clock = new VirtualClock(start);
        Wall = new WallClock(Clock);
        Bus = new SimulatedBus(Clock, new TransportSettings(!settings.Bus.IsRabbitMq, latency, remembers));
        Lease = new Lease(Clock);
        Overrides = new OverridesHistory(settings.Calendars);
        HaltFile = new SimulatedHaltFile(settings.Intake.Venue, Wall);
        Venue = venue(this);
        HasDuties = hasDuties;
    }

    /// <summary>Told after every happening.</summary>
    public event Action? Happened;

    /// <summary>Told of a duty that failed, which it may, and goes on.</summary>
    public event Action<Node, string, Exception>? DutyFailed;

    /// <summary>Told of every life of a process before it does anything.</summary>
    public event Action<Node>? Started;

    public SimulationSettings Settings { get; }

    /// <summary>The true time, and what is going to happen.</summary>
    public VirtualClock Clock { get; }

    /// <summary>The time as the processes see it.</summary>
    public WallClock Wall { get; }

    public SharedStore Store { get; } = new();

    public SimulatedBus Bus { get; }

    public Lease Lease { get; }

    public IVenueConnection Venue { get; }

    public SimulatedHaltFile HaltFile { get; }

    public bool HasDuties { get; }

    /// <summary>Where stages are to break.</summary>
    public StageFaults Faults { get; } = new();

    /// <summary>The limits file as it is now; null is none.</summary>
    public byte[]? LimitsFile { get; set; }

    /// <summary>Where processes read their limits.</summary>
    public LimitsSource Limits { get; }

    public DateTimeOffset Now => Clock.GetUtcNow();

    /// <summary>The latest life of each process, in the order in which they first started.</summary>
    public IReadOnlyCollection<Node> Nodes => nodes.Values;

    /// <summary>The file with the overrides of market calendars.</summary>
    public OverridesHistory Overrides { get; }

    /// <summary>When the store says that something is due.</summary>
    public DueTimes Due
    {
        get
        {
            if (due is null || dueAsOf != Store.Commits)
            {
                due = Store.Inspect(DueTimes.Of);
                dueAsOf = Store.Commits;
            }

            return due;
        }
    }

    /// <summary>Whether no message and no unsent follow-up waits for anybody.</summary>
    public bool IsQuiet => Bus.IsQuiet && Due.Unsent is null && !Due.WantsImport && !Due.WantsReconciliation && !Due.WantsHaltCancels;

    /// <summary>When the store says that something is due next, in true time; null when nothing is.</summary>
    public DateTimeOffset? NextDue => new[] { Due.Deadline, Due.Check, Due.Unsent, Due.LookAgain }.Min() is { } at ? Wall.TrueTimeOf(at) : null;

    /// <summary>Whether nothing waits, and nothing is due however long one waits.</summary>
    public bool IsSettled => IsQuiet && NextDue is null;

    /// <summary>Starts a process, or the next life of one that has died.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="workers">What it hosts; every worker without it.</param>
    public Node Start(string name, IReadOnlyList<string>? workers = null)
    {
        if (nodes.TryGetValue(name, out var last) && !last.Process.IsDead)
        {
            throw new InvalidOperationException($"The process {name} is running");
        }

        var node = new Node(this, name, workers ?? Stages.All);
        node.Shell.Broke += e => broken ??= ExceptionDispatchInfo.Capture(e);
        if (node.Duties is { } duties)
        {
            duties.Failed += (duty, e) => DutyFailed?.Invoke(node, duty, e);
        }

        nodes[name] = node;
        Started?.Invoke(node);
        node.Start();
        return node;
    }

    /// <summary>The latest life of a process, or null when it never had one.</summary>
    public Node? Find(string name) => nodes.GetValueOrDefault(name);

    /// <summary>Lets everything happen that is due by an instant, then stands there.</summary>
    public void RunUntil(DateTimeOffset instant)
    {
        while (TryStep(instant))
        {
        }

        Clock.MoveTo(instant);
    }

    /// <summary>Lets the next thing happen, if it is due by an instant.</summary>
    public bool TryStep(DateTimeOffset until)
    {
        using var inline = InlineContinuations.Allow();

        // What is due now comes first: until it has happened, nobody need know what the store says is due next.
        if (!(Clock.NextDue <= Now) && NextDuty() is { } duty && duty <= until && !(Clock.NextDue < duty))
        {
            Clock.MoveTo(duty > Now ? duty : Now);
            foreach (var node in nodes.Values)
            {
                node.Duties?.RunDue(Due, Now);
            }
        }
        else if (!Clock.TryStep(until))
        {
            return false;
        }

        broken?.Throw();
        Happened?.Invoke();
        return true;
    }

    /// <summary>Has the overrides file become another text, which running processes find when they look next.</summary>
    public void Write(string overrides)
    {
        Overrides.Write(overrides, Now);
        foreach (var node in nodes.Values.Where(node => !node.Process.IsDead))
        {
            node.Process.Enter(() => node.Shell.Run(node.FollowOverridesAsync()));
        }
    }

    public void Dispose()
    {
        foreach (var node in nodes.Values)
        {
            node.Process.Dispose();
        }

        Venue.Dispose();
        Store.Dispose();
    }

    private DateTimeOffset? NextDuty()
    {
        if (!HasDuties || Store.IsDown)
        {
            return null;
        }

        DateTimeOffset? next = null;
        foreach (var node in nodes.Values)
        {
            if (node.Duties?.NextAt(Due) is { } at && !(next <= at))
            {
                next = at;
            }
        }

        return next;
    }
}
