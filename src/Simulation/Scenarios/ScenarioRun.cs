using Pipeline.Simulation.Audits;
using Pipeline.Simulation.VenueSimulator;
using Pipeline.Simulation.Venues;
using Pipeline.Store;
using Pipeline.Store.Queries;
using Pipeline.Store.Steps;
using Pipeline.Store.Tables;

namespace Pipeline.Simulation.Scenarios;

/// <summary>
/// Runs one scenario: the real stages and the real adapter against the simulated venue, on virtual time, with every guarantee
/// checked after every happening.
/// </summary>
public sealed class ScenarioRun : IDisposable
{
    /// <summary>The process of a scenario that names none.</summary>
    internal const string OnlyProcess = "pipeline";

    private static readonly TimeSpan BusLatency = TimeSpan.FromMilliseconds(1);

    /// <summary>Longest a scenario goes on after its last step by itself.</summary>
    private static readonly TimeSpan LongestEnd = TimeSpan.FromHours(1);

    /// <summary>How long nothing must be due before a run counts as over: longer than the adapter looks at the lists for what the stream has lost.</summary>
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(70);

    private readonly ReadScenario read;
    private readonly World world;
    private readonly VenueConnection venue;
    private readonly Audit audit;
    private readonly Trace trace;
    private readonly StepPlayer player;
    private readonly Func<VenuePorts, VenuePorts> tamper;
    private Difference? broken;

    /// <param name="read">The scenario.</param>
    /// <param name="traceWriter">Gets a line for everything that happens; null when nobody reads it.</param>
    public ScenarioRun(ReadScenario read, TextWriter? traceWriter = null)
        : this(read, traceWriter, ports => ports)
    {
    }

    /// <summary>Runs it with other ports than the adapter's: a test breaks them to see that a guarantee can fail.</summary>
    internal ScenarioRun(ReadScenario read, TextWriter? traceWriter, Func<VenuePorts, VenuePorts> tamper)
    {
        this.tamper = tamper;
        this.read = read;
        VenueConnection? connection = null;
        world = new World(read.Settings, read.Start, BusLatency, created => connection = Connect(created));
        venue = connection!;
        trace = new Trace(read.Start, traceWriter);
        audit = new Audit(world, venue, read.Document.Except ?? []);
        Tracing.Connect(world, venue, audit, trace, read.Names);
        player = new StepPlayer(world, venue, audit, trace, read);
    }

    /// <summary>Runs it to its end, or to the first thing that is not as expected.</summary>
    /// <param name="describesOrders">Whether the verdict says how each order ended.</param>
    public Verdict Run(bool describesOrders = true)
    {
        Play();
        return Judge(describesOrders);
    }

    private void Play()
    {
        foreach (var (name, workers) in read.Document.Workers ?? new Dictionary<string, IReadOnlyList<string>> { [OnlyProcess] = [.. Stages.All, Stages.Operator] })
        {
            world.Start(name, workers);
        }

        foreach (var entry in Agenda())
        {
            if (!Advance(entry.At) || (broken ??= entry.Act()) is not null)
            {
                return;
            }
        }

        if (Finish() && (broken ??= player.MissedTrap()) is null)
        {
            foreach (var (expectation, path) in Expectations().Where(entry => entry.Expectation.At is null))
            {
                broken ??= Look(expectation, null, path);
            }
        }
    }

    /// <summary>The guarantee that was broken, by its code; null when none was.</summary>
    internal string? BrokenGuarantee => audit.Broken?.Code;

    internal World World => world;

    private bool IsBroken => broken is not null || audit.Broken is not null;

    internal VenueTruth Truth => audit.Truth;

    public void Dispose()
    {
        world.Dispose();
        trace.Dispose();
    }

    private VenueConnection Connect(World created)
    {
        var simulated = new SimulatedVenue(
            new SimulatorOptions { Seed = read.Document.Seed, Calendars = read.Settings.Calendars }, created.Clock,
            failed: e => broken ??= new Difference("$.venue", "what the script has the venue do", e.Message, null));
        simulated.Load(read.Document.Venue ?? new VenueScript());
        return new VenueConnection(simulated, read.Document.Venue?.Dialect ?? VenueDialect.Alpaca, read.Settings, created.Clock) { Tamper = tamper };
    }

    /// <summary>Everything that the file says happens at a time, in the order in which it does.</summary>
    private IEnumerable<(DateTimeOffset At, Func<Difference?> Act)> Agenda()
    {
        var entries = new List<(DateTimeOffset At, Func<Difference?> Act)>();
        var last = read.Start;
        for (var i = 0; i < read.Document.Steps.Count; i++)
        {
            var (step, path) = (read.Document.Steps[i], $"$.steps[{i}]");
            last = step.At?.From(read.Start) ?? last;
            if (step.RestoreBackup is { } restore)
            {
                var instant = restore.To.From(read.Start);
                entries.Add((instant, () =>
                {
                    world.Store.BackUp(instant);
                    return null;
                }));
            }

            entries.Add((last, () => Play(step, path)));
        }

        foreach (var (expectation, path) in Expectations())
        {
            if (expectation.At is { } at)
            {
                entries.Add((at.From(read.Start), () => Look(expectation, null, path)));
            }
        }

        // A stable sort: what the file says first at one instant happens first; backups are taken before a step of their instant.
        return entries.OrderBy(entry => entry.At);
    }

    private IEnumerable<(Expectation Expectation, string Path)> Expectations()
    {
        var items = read.Document.Expect?.Items ?? [];
        return items.Select((expectation, i) => (expectation, read.Document.Expect!.PathOf("$.expect", i)));
    }

    private Difference? Play(Step step, string path)
    {
        // What a step does goes on at once in whoever waits for it, as everything else here.
        using var inline = InlineContinuations.Allow();
        var (answer, undone) = player.Play(step, path);
        if (undone is not null)
        {
            return undone;
        }

        world.RunUntil(world.Now);
        return step.Expect is { } expectation ? Look(expectation, answer, $"{path}.expect") : null;
    }

    private Difference? Look(Expectation expectation, Answer? answer, string path)
    {
        audit.Truth.Catch();
        return world.Store.Inspect(session => new Looking(session, audit.Truth, read.Names, read.Settings.Intake.Account).At(expectation, answer, path));
    }

    /// <summary>Lets everything happen until an instant. False when something broke on the way.</summary>
    private bool Advance(DateTimeOffset instant)
    {
        while (!IsBroken && world.TryStep(instant))
        {
        }

        if (!IsBroken)
        {
            world.Clock.MoveTo(instant);
        }

        return !IsBroken;
    }

    private bool Finish()
    {
        if (read.Document.Until is { } until)
        {
            return Advance(until.From(read.Start));
        }

        // What the store says is due lies ahead of the quiet that ends a run; the pauses of the stream and its lists do not.
        var limit = world.Now + LongestEnd;
        while (world.Now < limit)
        {
            var quietUntil = world.Now + Settling;
            if (!Advance(quietUntil < limit ? quietUntil : limit))
            {
                return false;
            }

            if (world.IsSettled && audit.LastChange + Settling <= world.Now)
            {
                audit.CheckQuiet();
                return audit.Broken is null;
            }

            if (world.IsQuiet && world.NextDue is { } next && next > world.Now && next <= limit && audit.LastChange + Settling <= world.Now && !Advance(next))
            {
                return false;
            }
        }

        return true;
    }

    private Verdict Judge(bool describesOrders)
    {
        var difference = audit.Broken is { } violation
            ? new Difference(violation.Code, violation.Expected, violation.Found, violation.ClOrdId)
            : broken;
        return new Verdict
        {
            Name = read.Document.Name,
            Ok = difference is null,
            Broken = difference is null ? null : Describe(difference),
            EndedAt = world.Now,
            TraceHash = trace.Hash,
            Orders = describesOrders ? read.Names.All.ToDictionary(name => name, Describe) : null,
        };
    }

    private BrokenExpectation Describe(Difference difference) => new()
    {
        What = difference.What,
        At = world.Now,
        After = Moment.After(world.Now - read.Start).ToString(),
        Expected = difference.Expected,
        Found = difference.Found,
        Order = difference.ClOrdId is null ? null : read.Names.NameOf(difference.ClOrdId),
        Timeline = difference.ClOrdId is null ? null : TimelineOf(difference.ClOrdId),
    };

    private IReadOnlyList<TimelineEntry> TimelineOf(string clOrdId) => world.Store.Inspect(session =>
    {
        var intentId = OrderTable.Find(session, clOrdId)?.IntentId ?? "";
        return JournalTable.OfOrder(session, clOrdId, intentId)
            .Select(entry => new TimelineEntry(entry.At, entry.Kind, entry.Stage, entry.Data))
            .ToList();
    });

    private string Describe(string name) => world.Store.Inspect(session => OrderQueries.Find(session, read.Names.ClOrdIdOf(name, "$"))) is { } order
        ? $"{Columns.Word(order.State)}, {Columns.Word(order.OrdStatus)}, {order.CumQty} of {order.Qty} filled{(order.Code is null ? "" : $", {order.Code}")}"
        : "never taken";
}
