using Pipeline.Access;
using Pipeline.Messages.Fix;
using Pipeline.Trading.Intents;
using Pipeline.Trading.Orders;
using Pipeline.Trading.Rules;
using Pipeline.Trading.Sessions;

namespace Pipeline.Intake.Checks;

/// <summary>What came of a question. A closed set.</summary>
public abstract record CheckResult
{
    private CheckResult()
    {
    }

    /// <summary>The document would not be taken; these are its faults.</summary>
    public sealed record Refused(IReadOnlyList<IntentFault> Faults) : CheckResult;

    /// <summary>Whoever asks may not submit it.</summary>
    public sealed record NotAllowed(Refusal Refusal) : CheckResult;

    /// <summary>What would happen.</summary>
    public sealed record Checked(IntentCheck Answer) : CheckResult;
}

/// <summary>What would happen to an intent if it came now. Nothing of it is recorded.</summary>
public sealed record IntentCheck
{
    public required string IntentId { get; init; }

    /// <summary>The time that was asked about.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Whether intake would take it: not when any line asks for other terms than the order in its slot.</summary>
    public required bool IsTaken { get; init; }

    /// <summary>SHA-256 of the limits file that was asked; empty for the defaults.</summary>
    public required string LimitsHash { get; init; }

    /// <summary>The lines in their order. Each counts those before it that would be let through.</summary>
    public required IReadOnlyList<LineCheck> Orders { get; init; }
}

/// <summary>What would become of a line.</summary>
public enum LineOutcome
{
    /// <summary>It passes every check that comes before the venue.</summary>
    Accept,

    /// <summary>A rule, the session or a halt denies it.</summary>
    Deny,

    /// <summary>It would be held: for a person, or until the market opens.</summary>
    Hold,

    /// <summary>It is known already: the earlier order is returned.</summary>
    Duplicate,

    /// <summary>An order with other terms is in its slot.</summary>
    Conflict,

    /// <summary>
    /// It would wait for a fact that is not known now, the account's state, a quote, whether its symbol trades or how our view compares with the venue's, and be
    /// denied at its <c>valid_until</c>; for a quote it waits for a moment only. <c>code</c> and <c>detail</c> name the fact.
    /// </summary>
    Wait,
}

/// <summary>What would happen to one line.</summary>
public sealed record LineCheck
{
    public required string ClOrdId { get; init; }

    public required string Symbol { get; init; }

    public required Side Side { get; init; }

    public required decimal Qty { get; init; }

    public required LineOutcome Outcome { get; init; }

    /// <summary>Why it would be denied or held, or what it would wait for; null when it would go on.</summary>
    public string? Code { get; init; }

    /// <summary>The same in full, <c>key=value, ...</c>.</summary>
    public string? Detail { get; init; }

    /// <summary>When it would be looked at again by itself, where it would be held until then.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>What every rule saw and said; null for a line that is known.</summary>
    public IReadOnlyList<RuleResult>? Rules { get; init; }

    /// <summary>The market's session; null for a line that is known.</summary>
    public SessionCheck? Session { get; init; }

    /// <summary>The order that is in the line's slot; null when it is free.</summary>
    public ReceiptLine? Known { get; init; }

    /// <summary>What the order in the slot asks for, where the line asks for something else.</summary>
    public KnownTerms? KnownTerms { get; init; }
}

/// <summary>The session of a line's market now.</summary>
/// <param name="Market">Which market.</param>
/// <param name="Status">Open, Closed or Unknown.</param>
/// <param name="Facts">What the calendar knows of it.</param>
public sealed record SessionCheck(string Market, string Status, object Facts)
{
    public static SessionCheck Of(string market, SessionStatus status) => new(market, status.GetType().Name.ToLowerInvariant(), status);
}
