using Pipeline.Messages.Fix;
using Pipeline.Trading.Halts;
using Pipeline.Trading.Orders;

namespace Pipeline.Trading.Incidents;

/// <summary>
/// What happened to a strategy's orders within a window, and what is in force now. Made of recorded facts alone: the same store at the same
/// time gives the same brief. Words that are not the pipeline's stand in fields whose names end in <c>_untrusted</c>.
/// </summary>
public sealed record IncidentBrief
{
    /// <summary>Most orders that are named in a list; the counts beside it are complete.</summary>
    public const int MostNamed = 50;

    /// <summary>Most events of the timeline: the newest.</summary>
    public const int MostEvents = 50;

    /// <summary>What it is about in a line: the alert it was made for, with what that measures, or else the headline.</summary>
    public string Title => BriefWords.Title(this);

    /// <summary>What it was made for; null when somebody asked.</summary>
    public BriefTrigger? Trigger { get; init; }

    /// <summary>Whose orders; null for everybody's.</summary>
    public string? StrategyId { get; init; }

    /// <summary>The window: orders that came after this, and alerts since.</summary>
    public required DateTimeOffset From { get; init; }

    public required DateTimeOffset To { get; init; }

    /// <summary>The brief in one sentence.</summary>
    public string Headline => BriefWords.Headline(this);

    /// <summary>What is to be done, or left alone.</summary>
    public IReadOnlyList<string> Advice => BriefWords.Advice(this);

    /// <summary>What nobody knows yet.</summary>
    public IReadOnlyList<string> NotKnown => BriefWords.NotKnown(this);

    /// <summary>The next commands of whoever is on call, none of which changes anything. Empty where a strategy asks.</summary>
    public IReadOnlyList<BriefStep> Next => BriefWords.Next(this);

    /// <summary>What must not be done.</summary>
    public IReadOnlyList<string> Never => BriefWords.Never(this);

    /// <summary>What is at stake.</summary>
    public required BriefImpact Impact { get; init; }

    /// <summary>The markets of symbols that have open orders.</summary>
    public required IReadOnlyList<BriefSession> Sessions { get; init; }

    /// <summary>What people and files have changed within the window: halts, limits, calendars, promotions; the newest last.</summary>
    public required IReadOnlyList<BriefEvent> Changes { get; init; }

    /// <summary>What happened within the window, the oldest first; at most <see cref="MostEvents"/>.</summary>
    public required IReadOnlyList<BriefEvent> Timeline { get; init; }

    /// <summary>Whether the process that answers has everything it needs, and what is wrong with the rest.</summary>
    public required BriefReadiness Readiness { get; init; }

    /// <summary>Halts in force that cover orders of the strategy.</summary>
    public required IReadOnlyList<BriefHalt> Halts { get; init; }

    /// <summary>Orders that came within the window, by where they are now.</summary>
    public required IReadOnlyList<BriefCount> OrdersByState { get; init; }

    /// <summary>The same orders by what the venue has said of them.</summary>
    public required IReadOnlyList<BriefCount> OrdersByOrdStatus { get; init; }

    /// <summary>Those of them that the pipeline has denied, by code.</summary>
    public required IReadOnlyList<BriefRefusals> Denied { get; init; }

    /// <summary>Those of them that the venue has rejected, by code.</summary>
    public required IReadOnlyList<BriefRefusals> Rejected { get; init; }

    /// <summary>Orders that may be at the venue, with nobody sure, whenever they came; the oldest first.</summary>
    public required BriefOrders Unresolved { get; init; }

    /// <summary>Orders that wait unsent, whenever they came; the oldest first.</summary>
    public required BriefOrders Held { get; init; }

    /// <summary>Alerts of the window that are about the strategy's orders, or about all.</summary>
    public required IReadOnlyList<BriefAlert> Alerts { get; init; }
}

/// <param name="IsReady">Whether nothing is missing.</param>
/// <param name="Checks">Each part with <c>ok</c>, or what is wrong.</param>
public sealed record BriefReadiness(bool IsReady, IReadOnlyDictionary<string, string> Checks)
{
    public static BriefReadiness Of(IReadOnlyDictionary<string, string> checks) => new(checks.Values.All(check => check == "ok"), checks);
}

/// <param name="Scope">What it covers.</param>
/// <param name="Mode">What it stops.</param>
/// <param name="By">Who tripped it.</param>
/// <param name="At">When.</param>
/// <param name="WhyUntrusted">Why, in the words of whoever did.</param>
public sealed record BriefHalt(string Scope, HaltMode Mode, string By, DateTimeOffset At, string WhyUntrusted)
{
    public static BriefHalt Of(Halt halt) => new(halt.Scope, halt.Mode, halt.By, halt.At, UntrustedText.Cap(halt.Why));

    /// <summary>Whether a halt covers orders of a strategy: all but another strategy's do, or may.</summary>
    public static bool Concerns(Halt halt, string? strategyId) =>
        strategyId is null || !halt.Scope.StartsWith("strategy:", StringComparison.Ordinal) || halt.Scope == $"strategy:{strategyId}";
}

/// <param name="Word">A state or an OrdStatus.</param>
/// <param name="Orders">How many orders.</param>
public sealed record BriefCount(string Word, long Orders);

/// <param name="Code">Why.</param>
/// <param name="Orders">How many orders.</param>
/// <param name="NewestClOrdId">The newest of them.</param>
/// <param name="TextUntrusted">The venue's words on the newest, where the venue has rejected it.</param>
public sealed record BriefRefusals(string Code, long Orders, string NewestClOrdId, string? TextUntrusted);

/// <param name="Count">How many there are.</param>
/// <param name="Orders">At most <see cref="IncidentBrief.MostNamed"/> of them.</param>
public sealed record BriefOrders(long Count, IReadOnlyList<BriefOrder> Orders);

/// <summary>An order, as far as a brief needs it. What its agent calls its plan is a text of the agent's own.</summary>
public sealed record BriefOrder(string ClOrdId, string RebalanceIdUntrusted, string Symbol, Side Side, decimal Qty, OrderState State, string? Code, DateTimeOffset ReceivedAt);

/// <param name="Code">What it is about.</param>
/// <param name="Severity"><c>page</c> or <c>ticket</c>.</param>
/// <param name="Count">How often.</param>
/// <param name="FirstAt">The first one within the window.</param>
/// <param name="LastAt">The last one.</param>
public sealed record BriefAlert(string Code, string Severity, long Count, DateTimeOffset FirstAt, DateTimeOffset LastAt);
