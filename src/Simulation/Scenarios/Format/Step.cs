using System.ComponentModel;
using System.Text.Json;
using Pipeline.Simulation.VenueSimulator;

namespace Pipeline.Simulation.Scenarios;

/// <summary>One step of a scenario: one act, or only an expectation.</summary>
public sealed record Step
{
    [Description("When: as +DURATION from the scenario's start, or an instant. Default with the step before.")]
    public Moment? At { get; init; }

    [Description("For people.")]
    public string? Note { get; init; }

    [Description("An agent sends this intent: the public document, or a text that is sent as it is. valid_until may be +DURATION.")]
    public JsonElement? Intent { get; init; }

    [Description("With intent: the header Idempotency-Key.")]
    public string? IdempotencyKey { get; init; }

    [Description("With intent: names of the orders of its lines, one for one line, else a list in the order of the lines.")]
    public OneOrMore<string>? As { get; init; }

    [Description("An agent takes an order back, as by DELETE /v1/orders/ID: what is left of it and of its line is canceled.")]
    public AgentCancelAct? AgentCancel { get; init; }

    [Description("A message that was published is delivered again.")]
    public RedeliverAct? Redeliver { get; init; }

    [Description("A stage breaks over an order's next messages, as by a defect: they end in the dead letters.")]
    public StageFaultAct? StageFault { get; init; }

    [Description("A process dies, as by kill -9: now, or at a failpoint.")]
    public TrapAct? Crash { get; init; }

    [Description("A process that has died starts again.")]
    public RestartAct? Restart { get; init; }

    [Description("A process stands still, as by SIGSTOP: now, or at a failpoint.")]
    public TrapAct? Freeze { get; init; }

    [Description("A process that stands still goes on where it stood.")]
    public WakeAct? Wake { get; init; }

    [Description("The wall clock of the pipeline's machine is set forward, or back when negative. The venue's is not.")]
    public SignedDuration? ClockStep { get; init; }

    [Description("Something happens at the venue. cl_ord_id may be the name of an order.")]
    public VenueAct? Venue { get; init; }

    [Description("An operator acts.")]
    public OperatorAct? Operator { get; init; }

    [Description("The limits file is written anew, and every process looks at it: the document, or a text that is written as it is.")]
    public JsonElement? Limits { get; init; }

    [Description("The halt file is made, changed or taken away. It is there with the store and the broker down too.")]
    public HaltFileAct? HaltFile { get; init; }

    [Description("Every process dies, and the store goes back to what it was at an earlier time.")]
    public RestoreBackupAct? RestoreBackup { get; init; }

    [Description("The file with the overrides of market calendars becomes this: the document, or a text that it is as it stands. Each process reads it within two of its session.reload_interval.")]
    public JsonElement? SessionOverrides { get; init; }

    [Description("The broker goes away or comes back. Needs the setting transport: rabbitmq.")]
    public UpOrDown? Broker { get; init; }

    [Description("The store goes away or comes back.")]
    public UpOrDown? Store { get; init; }

    [Description("Calls to the venue take so long, each way, from now on. Default 1ms.")]
    public TimeSpan? Network { get; init; }

    [Description("What must be found right after the act.")]
    public Expectation? Expect { get; init; }
}

/// <summary>Whether something is there.</summary>
public enum UpOrDown
{
    Up,
    Down,
}
