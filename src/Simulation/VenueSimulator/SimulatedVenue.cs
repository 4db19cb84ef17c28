using System.Net.WebSockets;

namespace Pipeline.Simulation.VenueSimulator;

/// <summary>
/// A venue that speaks Alpaca's trading API, or Binance's, over the matching core of the paper venue, and misbehaves on a script. Everything runs on
/// the thread of whoever calls or moves the clock, and ids are counted, so that the same calls at the same times give the same venue.
/// Several threads may call; they take turns.
/// </summary>
public sealed class SimulatedVenue : IDisposable
{
    private readonly SimulatorOptions options;
    private readonly TimeProvider clock;
    private readonly Action<ScriptException>? failed;
    private readonly Lock gate = new();
    private readonly Outbox outbox;
    private readonly ITimer timer;
    private Agenda agenda = new();
    private VenueCore core;
    private DateTimeOffset? armedFor;
    private DateTimeOffset seen;

    /// <summary>Opens a venue that behaves until it is told otherwise.</summary>
    /// <param name="options">How it is set up.</param>
    /// <param name="clock">Its time.</param>
    /// <param name="failed">
    /// Told of an act or a scripted execution that can't take place when its time comes, an order nobody placed for example. Without it
    /// whoever called or moved the clock gets the exception.
    /// </param>
    public SimulatedVenue(SimulatorOptions options, TimeProvider clock, Action<ScriptException>? failed = null)
    {
        this.options = options;
        this.clock = clock;
        this.failed = failed;
        outbox = new Outbox(gate);
        core = new VenueCore(options, new VenueScript(), agenda, outbox, clock.GetUtcNow());
        core.State.Changed = isDown => DownChanged?.Invoke(isDown);
        timer = clock.CreateTimer(_ => WakeUp(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Told when the venue goes down (true) and comes back (false).</summary>
    public event Action<bool>? DownChanged;

    /// <summary>Every call so far, in the order in which they reached the venue.</summary>
    public IReadOnlyList<VenueCall> Calls => core.Calls;

    /// <summary>Every order, in the order of acceptance.</summary>
    public IReadOnlyList<SimulatedOrder> Orders => core.Exchange.Orders.All;

    /// <summary>How many acts have taken place.</summary>
    public long ActsPerformed => core.ActsPerformed;

    /// <summary>Every execution, in order.</summary>
    public IReadOnlyList<SimulatedExecution> Executions => core.Exchange.Ledger.Executions;

    /// <summary>The fees it has posted, the oldest first.</summary>
    public IReadOnlyList<SimulatedFee> Fees => core.Exchange.Fees.Posted;

    /// <summary>Starts over under a script; what was before is gone. What the script times counts from now.</summary>
    public void Load(VenueScript script) => Turn(now =>
    {
        core.Updates.Drop(StreamReplay.None);
        core.MarketData.Drop();
        agenda = new Agenda();
        var wasDown = core.State.IsDown;
        core = new VenueCore(options, script, agenda, outbox, now);
        core.State.Changed = isDown => DownChanged?.Invoke(isDown);
        if (wasDown)
        {
            core.State.IsDown = false;
        }

        return true;
    });

    /// <summary>Makes something happen, now or as much later as it says.</summary>
    /// <exception cref="ScriptException">It is to happen now and can't.</exception>
    public void Act(VenueAct act) => Turn(now =>
    {
        core.Act(act, now);
        return true;
    });

    /// <summary>Answers a call. Where the script has no answer, only the cancellation ends the task.</summary>
    public Task<SimulatedResponse> HandleAsync(SimulatedRequest request, CancellationToken cancellationToken) =>
        Turn(now => core.Receive(request, now)).AnswerAsync(cancellationToken);

    /// <summary>The client's id of the order that a request asks for; null where it asks for none.</summary>
    public string? SubmittedBy(SimulatedRequest request) => core.SubmittedBy(request);

    /// <summary>Opens a connection to a stream.</summary>
    /// <param name="isOfMarket">To the one of market data; else to that of trade updates.</param>
    /// <exception cref="WebSocketException">The venue is down, or a behaviour refuses it.</exception>
    public SimulatedSocket Connect(bool isOfMarket = false) =>
        TryConnect(out var refusal, isOfMarket) ?? throw new WebSocketException(
            WebSocketError.Faulted, "Unable to connect to the remote server", Reason(refusal!));

    /// <inheritdoc/>
    public void Dispose() => timer.Dispose();

    /// <summary>Opens a connection to a stream, or says what is answered instead.</summary>
    internal SimulatedSocket? TryConnect(out SimulatedResponse? refusal, bool isOfMarket = false)
    {
        (var socket, refusal) = Turn(now =>
        {
            if (core.RefuseConnection(now) is { } reply)
            {
                return (Socket: null, Refusal: reply.Now);
            }

            var socket = new SimulatedSocket(core.SendsBinary && !isOfMarket, Receive, Forget);
            if (isOfMarket)
            {
                core.MarketData.Add(socket, now);
            }
            else
            {
                core.Updates.Add(socket);
            }

            return (Socket: (SimulatedSocket?)socket, Refusal: (SimulatedResponse?)null);
        });
        return socket;
    }

    /// <summary>Whether a path is that of the stream of market data, in the dialect that is spoken now.</summary>
    internal bool IsOfMarket(string path) => With(core => core.IsOfMarket(path));

    /// <summary>Does something with the venue in a turn of its own.</summary>
    internal T With<T>(Func<VenueCore, T> work) => Turn(_ => work(core));

    private static HttpRequestException Reason(SimulatedResponse refusal) => refusal.Broken is { } broken
        ? SimulatedVenueHandler.Failure(broken)
        : new HttpRequestException($"The server returned status code '{refusal.Status}'.");

    // A machine's timer counts in whole milliseconds and can go off a little too soon: what it was set for is set again then.
    private void WakeUp() => Turn(_ =>
    {
        armedFor = null;
        return true;
    });

    private T Turn<T>(Func<DateTimeOffset, T> work)
    {
        try
        {
            lock (gate)
            {
                return Take(work, clock.GetUtcNow());
            }
        }
        finally
        {
            outbox.HandOver();
        }
    }

    private T Take<T>(Func<DateTimeOffset, T> work, DateTimeOffset now)
    {
        try
        {
            CatchUp(now);
            seen = now > seen ? now : seen;
            var result = work(seen);
            CatchUp(now);
            return result;
        }
        finally
        {
            Arm(now);
        }
    }

    private void CatchUp(DateTimeOffset now)
    {
        while (agenda.Next is { } due && due <= now)
        {
            // Everything happens at its own instant, also where the clock's timers come late.
            seen = due > seen ? due : seen;
            try
            {
                agenda.Take()(seen);
            }
            catch (ScriptException e) when (failed is not null)
            {
                failed(e);
            }
        }
    }

    private void Arm(DateTimeOffset now)
    {
        if (agenda.Next == armedFor)
        {
            return;
        }

        armedFor = agenda.Next;
        var wait = armedFor is not { } due ? Timeout.InfiniteTimeSpan : due > now ? due - now : TimeSpan.Zero;
        timer.Change(wait, Timeout.InfiniteTimeSpan);
    }

    private void Receive(SimulatedSocket socket, ReadOnlyMemory<byte> message) => Turn(now =>
    {
        StreamProtocol.Receive(core, socket, message, now);
        return true;
    });

    private void Forget(SimulatedSocket socket) => Turn(_ =>
    {
        core.Updates.Remove(socket);
        core.MarketData.Remove(socket);
        return true;
    });
}
