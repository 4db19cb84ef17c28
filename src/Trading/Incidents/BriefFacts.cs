namespace Pipeline.Trading.Incidents;

/// <summary>What a brief was made for.</summary>
/// <param name="BriefId">The brief's own id.</param>
/// <param name="Alert">The alert's stable name.</param>
/// <param name="Severity"><c>page</c> or <c>ticket</c>.</param>
/// <param name="Source"><c>pipeline</c>, or <c>alertmanager</c>.</param>
/// <param name="Value">What the alert measures, as it was when the brief was made; null where it measures nothing.</param>
/// <param name="ScopeUntrusted">What it is about, in words that may be an agent's or a venue's.</param>
/// <param name="StartedAt">When it began.</param>
/// <param name="DetectedAt">When it was noticed here.</param>
/// <param name="Query">The query that fires, or where the fact is recorded.</param>
/// <param name="Runbook">What to do, from the repository's root.</param>
public sealed record BriefTrigger(
    string BriefId, string Alert, string Severity, string Source, decimal? Value, string? ScopeUntrusted, DateTimeOffset StartedAt, DateTimeOffset DetectedAt,
    string Query, string Runbook);

/// <summary>What is at stake now, whenever it came.</summary>
public sealed record BriefImpact
{
    /// <summary>Orders that may be at the venue, with nobody sure.</summary>
    public required long OrdersUnknown { get; init; }

    /// <summary>Orders on their way to the venue.</summary>
    public required long OrdersInFlight { get; init; }

    /// <summary>Orders that are open at the venue.</summary>
    public required long OrdersLive { get; init; }

    /// <summary>What the unknown ones come to at their limit, or else at the price that was quoted, in the account's currency.</summary>
    public required decimal NotionalAtRisk { get; init; }

    /// <summary>Unknown orders without any price: they are not in it.</summary>
    public required long Unpriced { get; init; }

    /// <summary>Symbols of which the venue holds another quantity. Null where one strategy asks: an account is everybody's.</summary>
    public long? DriftSymbols { get; init; }

    /// <summary>Messages that could not be processed and wait for a person. Null where one strategy asks.</summary>
    public long? DeadLetters { get; init; }

    /// <summary>Executions that the venue lists and that could not be booked. Should be 0; always check. Null where one strategy asks.</summary>
    public long? EventsLost { get; init; }

    /// <summary>Messages that are recorded and not sent. Null where one strategy asks.</summary>
    public long? MessagesUnsent { get; init; }
}

/// <param name="Market">ISO 10383 identifier, or a name in common use.</param>
/// <param name="Status"><c>open</c>, <c>closed</c> or <c>unknown</c>; unknown counts as closed.</param>
/// <param name="ChangesAt">When it closes or opens next, as far as is known.</param>
public sealed record BriefSession(string Market, string Status, DateTimeOffset? ChangesAt);

/// <summary>Something that happened.</summary>
/// <param name="At">When.</param>
/// <param name="Event">The journal's word, with the alert's code where it is one.</param>
/// <param name="Link">Where to read more: a path of the API, or a runbook.</param>
/// <param name="DetailUntrusted">What it is about, in words that may be an agent's, a venue's or a person's.</param>
public sealed record BriefEvent(DateTimeOffset At, string Event, string Link, string? DetailUntrusted);

/// <summary>What to do next.</summary>
/// <param name="Command">A command that changes nothing.</param>
/// <param name="Then">What may follow.</param>
/// <param name="Runbook">Where it is explained.</param>
public sealed record BriefStep(string Command, string Then, string Runbook);
