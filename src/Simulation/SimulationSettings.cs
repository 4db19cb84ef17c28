using Pipeline.Bus;
using Pipeline.Intake;
using Pipeline.Operator;
using Pipeline.Reconciliation;
using Pipeline.Submission;
using Pipeline.Trading.Halts;
using Pipeline.Trading.Limits;
using Pipeline.Trading.Rules;
using Pipeline.Trading.Sessions;
using Pipeline.Venues.Alpaca;
using Pipeline.Venues.Binance;

namespace Pipeline.Simulation;

/// <summary>What the stages of a simulation are told; each has its own defaults.</summary>
public sealed record SimulationSettings
{
    public BusOptions Bus { get; init; } = new();

    public IntakeOptions Intake { get; init; } = new();

    public ValidationOptions Validation { get; init; } = new();

    /// <summary>The limits file as it is at the start; null is none.</summary>
    public byte[]? Limits { get; init; }

    /// <summary>Global limits where the file says nothing.</summary>
    public LimitSet LimitDefaults { get; init; } = LimitSet.Defaults;

    public SessionOptions Session { get; init; } = new();

    public SubmissionOptions Submission { get; init; } = new();

    public ReconciliationOptions Reconciliation { get; init; } = new();

    public HaltOptions Halts { get; init; } = new();

    /// <summary>A simulated venue trades no money, so that nobody has to be promoted where a scenario does not say so.</summary>
    public ApprovalOptions Approvals { get; init; } = new() { PaperFirst = false };

    public OperatorOptions Operator { get; init; } = new();

    /// <summary>How the simulated venue is reached, where that is the venue.</summary>
    public AlpacaOptions Alpaca { get; init; } = new();

    /// <summary>How it is reached where it speaks as Binance does.</summary>
    public BinanceOptions Binance { get; init; } = new();

    public SessionCalendars Calendars { get; init; } = SessionCalendars.Default;

    /// <summary>Cash of the paper venue's account, in USD.</summary>
    public decimal StartingCash { get; init; } = 10_000_000;
}
