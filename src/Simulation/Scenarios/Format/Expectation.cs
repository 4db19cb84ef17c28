using System.ComponentModel;
using Pipeline.Messages.Fix;
using Pipeline.Simulation.VenueSimulator;
using Pipeline.Trading.Orders;
using Pipeline.Trading.Reconciliation;

namespace Pipeline.Simulation.Scenarios;

/// <summary>What must be found. Everything that is said must hold; what is not said is not looked at.</summary>
public sealed record Expectation
{
    [Description("When; without it in a step right after its act, else at the end. Only outside a step.")]
    public Moment? At { get; init; }

    [Description("In a step with an intent or an agent_cancel: the status of the answer, 202, 400, 404, 409 or 503; 0 when there was no answer.")]
    public int? Status { get; init; }

    [Description("In a step with an intent: whether its lines were known before, one for all lines, else a list in their order.")]
    public OneOrMore<bool>? Duplicate { get; init; }

    [Description("In a step with an intent: codes of the faults it was refused for.")]
    public OneOrMore<string>? Faults { get; init; }

    [Description("In a step of an operator, or with an agent_cancel: the code that the act is refused with, NOT_FOUND among them. Without it the act must be done.")]
    public string? Refused { get; init; }

    [Description("Orders by their names.")]
    public IReadOnlyDictionary<string, OrderExpectation>? Orders { get; init; }

    [Description("Lines, each by the name of its first order: that one and those that replaced it.")]
    public IReadOnlyDictionary<string, LineExpectation>? Lines { get; init; }

    [Description("How many new orders were sent (POST /v2/orders).")]
    public Count? Posts { get; init; }

    [Description("How many calls of a kind reached the venue.")]
    public IReadOnlyList<CallExpectation>? Calls { get; init; }

    [Description("How many orders of ours the venue has taken.")]
    public Count? VenueOrders { get; init; }

    [Description("How many alerts were raised, by code.")]
    public IReadOnlyDictionary<string, Count>? Alerts { get; init; }

    [Description("How many entries the journal has, by kind.")]
    public IReadOnlyDictionary<string, Count>? Journal { get; init; }

    [Description("What may still be bought and sold, by symbol.")]
    public IReadOnlyDictionary<string, ExposureExpectation>? Exposure { get; init; }

    [Description("What is held, by symbol; negative is short.")]
    public IReadOnlyDictionary<string, decimal>? Positions { get; init; }

    [Description("What the venue has taken by our ledger, by what it was taken in: USD, or the asset of a pair.")]
    public IReadOnlyDictionary<string, decimal>? FeesTaken { get; init; }

    [Description("What is missing at the venue that may be fees which it has not listed yet, by what they are in: USD, or the asset of a pair; 0 where nothing is awaited.")]
    public IReadOnlyDictionary<string, decimal>? FeesAwaited { get; init; }

    [Description("How many breaks there are, or were, of which all that is said holds.")]
    public IReadOnlyList<BreakExpectation>? Breaks { get; init; }

    [Description("How many orders have the status unresolved.")]
    public Count? Unresolved { get; init; }

    [Description("How many dead letters wait for a person.")]
    public Count? DeadLetters { get; init; }
}

/// <summary>What must be found about one order.</summary>
public sealed record OrderExpectation
{
    [Description("Whether the pipeline has taken it.")]
    public bool? Exists { get; init; }

    [Description("Where it is.")]
    public OrderState? State { get; init; }

    [Description("What the venue has said.")]
    public OrdStatus? OrdStatus { get; init; }

    [Description("Filled quantity.")]
    public decimal? CumQty { get; init; }

    [Description("Average price of its fills.")]
    public decimal? AvgPx { get; init; }

    [Description("Why it was denied, held or rejected.")]
    public string? Code { get; init; }

    [Description("How many executions are booked.")]
    public Count? Fills { get; init; }

    [Description("How often it was sent (POST /v2/orders).")]
    public Count? Posts { get; init; }

    [Description("How many orders the venue has taken under its ClOrdId.")]
    public Count? VenueOrders { get; init; }

    [Description("How many permissions to send it were recorded.")]
    public Count? Claims { get; init; }

    [Description("How many alerts were raised about it, by code.")]
    public IReadOnlyDictionary<string, Count>? Alerts { get; init; }

    [Description("How many entries its timeline has, by kind.")]
    public IReadOnlyDictionary<string, Count>? Journal { get; init; }
}

/// <summary>What must be found about a line, all its orders together.</summary>
public sealed record LineExpectation
{
    [Description("How many orders the pipeline has recorded for it, sent or not.")]
    public Count? Orders { get; init; }

    [Description("Filled quantity of all of them.")]
    public decimal? CumQty { get; init; }

    [Description("How many orders the venue has taken under any of their ClOrdIds.")]
    public Count? VenueOrders { get; init; }

    [Description("How many of them are open at the venue.")]
    public Count? OpenAtVenue { get; init; }

    [Description("Whether it is stopped, so that nothing more is sent for it.")]
    public bool? Stopped { get; init; }

    [Description("How many alerts were raised about any of them, by code.")]
    public IReadOnlyDictionary<string, Count>? Alerts { get; init; }
}

/// <summary>How many breaks of a kind there must be.</summary>
public sealed record BreakExpectation
{
    [Description("The kind. Default any.")]
    public BreakKind? Kind { get; init; }

    [Description("Only of this symbol.")]
    public string? Symbol { get; init; }

    [Description("Only about this order, by its name.")]
    public string? Order { get; init; }

    [Description("Only open ones, or only those that are over. Default both.")]
    public bool? Open { get; init; }

    [Description("Only those for which new orders of the symbol are held while they are open, or only the others. Default both.")]
    public bool? Pauses { get; init; }

    [Description("Only those that ended so.")]
    public BreakResolution? Resolution { get; init; }

    [Description("Only those that were resolved by this operator, or by policy or reconciliation.")]
    public string? By { get; init; }

    [Description("Only those with this view of ours.")]
    public string? Ours { get; init; }

    [Description("Only those with this view of the venue's.")]
    public string? Theirs { get; init; }

    [Description("How many. Default 1.")]
    public Count? Count { get; init; }
}

/// <summary>How many calls must have been made.</summary>
public sealed record CallExpectation
{
    [Description("Which kind of call. Default any.")]
    public CallKind Call { get; init; }

    [Description("The method, for example POST.")]
    public string? Method { get; init; }

    [Description("The path without its query.")]
    public string? Path { get; init; }

    [Description("Only about this order, by its name.")]
    public string? Order { get; init; }

    [Description("How many.")]
    public required Count Count { get; init; }
}

/// <summary>What must be reserved of a symbol.</summary>
public sealed record ExposureExpectation
{
    [Description("Quantity that may still be bought.")]
    public decimal? Buy { get; init; }

    [Description("Quantity that may still be sold.")]
    public decimal? Sell { get; init; }
}
