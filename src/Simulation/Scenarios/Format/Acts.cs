using System.ComponentModel;
using Pipeline.Trading.Halts;
using Pipeline.Trading.Reconciliation;

namespace Pipeline.Simulation.Scenarios;

/// <summary>A message comes again.</summary>
public sealed record RedeliverAct
{
    [Description("The order that the message is about, by its name.")]
    public required string Order { get; init; }

    [Description("Its type in snake case, for example order_released.")]
    public required string Message { get; init; }

    [Description("How often. Default 1.")]
    public int Times { get; init; } = 1;

    [Description("Whether it is all right when no such message was published yet. Default false.")]
    public bool MayBeMissed { get; init; }
}

/// <summary>A stage breaks over messages.</summary>
public sealed record StageFaultAct
{
    [Description("The order whose messages it breaks over, by its name.")]
    public required string Order { get; init; }

    [Description("The stage, for example validation, session, submission, cancel, reconciliation or analytics.")]
    public required string Stage { get; init; }

    [Description("Over how many of its messages. Default 1.")]
    public int Times { get; init; } = 1;

    [Description("Whether it breaks after the stage has done its work, and before it tells. Default false: before it has done any.")]
    public bool After { get; init; }
}

/// <summary>A process dies or stands still.</summary>
public sealed record TrapAct
{
    [Description("Which process. Default pipeline, or the only one there is.")]
    public string? Worker { get; init; }

    [Description("At this failpoint, for example submission.grant; without it now.")]
    public string? Failpoint { get; init; }

    [Description("At which hit of the failpoint from now on. Default 1.")]
    public int Nth { get; init; } = 1;

    [Description("Only within so long from now: a later hit does nothing. By default at any time.")]
    public TimeSpan? Within { get; init; }

    [Description("Whether it is all right when the failpoint is never reached, or the process is dead, or stands still, already. Default false.")]
    public bool MayBeMissed { get; init; }
}

/// <summary>A process starts again.</summary>
public sealed record RestartAct
{
    [Description("Which process; without it every process that is dead.")]
    public string? Worker { get; init; }

    [Description("Whether its store is a restored backup, as for pipeline run --restored. Default false.")]
    public bool Restored { get; init; }

    [Description("Whether it is all right when none is dead. Default false.")]
    public bool MayBeMissed { get; init; }
}

/// <summary>A process goes on.</summary>
public sealed record WakeAct
{
    [Description("Which process; without it every process that stands still.")]
    public string? Worker { get; init; }

    [Description("Whether it is all right when none stands still. Default false.")]
    public bool MayBeMissed { get; init; }
}

/// <summary>The store goes back.</summary>
public sealed record RestoreBackupAct
{
    [Description("The time it goes back to, as +DURATION from the scenario's start, or an instant.")]
    public required Moment To { get; init; }
}

/// <summary>Somebody makes the halt file on the machine, or takes it away.</summary>
public sealed record HaltFileAct
{
    [Description("What it says: a scope a line, after which # why may follow. Default nothing, which halts all.")]
    public string Text { get; init; } = "";

    [Description("Whether it can't be read. Default false.")]
    public bool Unreadable { get; init; }

    [Description("Whether it is taken away. Default false.")]
    public bool Gone { get; init; }
}

/// <summary>The oldest open break of a kind.</summary>
public sealed record BreakChoice
{
    [Description("Its kind.")]
    public required BreakKind Kind { get; init; }

    [Description("Only of this symbol.")]
    public string? Symbol { get; init; }
}

/// <summary>An agent takes an order back.</summary>
public sealed record AgentCancelAct
{
    [Description("The order, by its name.")]
    public required string Order { get; init; }

    [Description("Why. By default the agent gives no reason.")]
    public string Why { get; init; } = Intake.AgentCancels.NoReason;

    [Description("Whether it is all right when it is refused, or nobody is there to take it. Default false.")]
    public bool MayBeRefused { get; init; }
}

/// <summary>An operator acts: exactly one act, by whom and why.</summary>
public sealed record OperatorAct
{
    [Description("A held order, by its name, goes through the checks again; what held it is waived.")]
    public string? Release { get; init; }

    [Description("A held order, by its name, is ended.")]
    public string? Deny { get; init; }

    [Description("An order, by its name, is canceled wherever it is.")]
    public string? Cancel { get; init; }

    [Description("A scope is halted: all, venue:NAME, strategy:NAME or symbol:NAME.")]
    public string? Halt { get; init; }

    [Description("With halt: reduce_only lets through what makes a position smaller. Default stop, which lets nothing through.")]
    public HaltMode? Mode { get; init; }

    [Description("With halt: whether what is open at the venue is canceled. Default false.")]
    public bool CancelOpen { get; init; }

    [Description("A halt is released, by its scope. It takes two: unless by names one person, two do it one after the other.")]
    public string? Resume { get; init; }

    [Description("A strategy is promoted from paper, by its name.")]
    public string? Promote { get; init; }

    [Description("A strategy is made paper-only again, by its name.")]
    public string? Demote { get; init; }

    [Description("An open break is let stand; orders that were held for it go through the checks again.")]
    public BreakChoice? Accept { get; init; }

    [Description("Our position or cash is made the venue's by a ledger entry, for an open break.")]
    public BreakChoice? Adjust { get; init; }

    [Description("The oldest throttle that is shut is opened, of this strategy.")]
    public string? OpenThrottle { get; init; }

    [Description("The open dead letters of an order, by its name, are replayed, the oldest first.")]
    public string? ReplayDeadLetters { get; init; }

    [Description("Says whether a symbol trades.")]
    public SymbolStatusSaid? SymbolStatus { get; init; }

    [Description("Says whether a market trades.")]
    public MarketStatusSaid? MarketStatus { get; init; }

    [Description("Says between which prices a symbol may trade.")]
    public PriceBandSaid? PriceBand { get; init; }

    [Description("Says a stock's reference price, from which its LULD band follows.")]
    public ReferencePriceSaid? ReferencePrice { get; init; }

    [Description("Says what the S&P 500 has come to, from which the market-wide circuit breaker follows.")]
    public MarketIndexSaid? MarketIndex { get; init; }

    [Description("true: the state after a restore ends.")]
    public bool? EndRestored { get; init; }

    [Description("Whether it is all right when the act is refused, or nobody is there to do it. Default false.")]
    public bool MayBeRefused { get; init; }

    [Description("Who acts. Default operator; a resume takes another operator besides.")]
    public string? By { get; init; }

    [Description("Why. Default scenario.")]
    public string Why { get; init; } = "scenario";
}
