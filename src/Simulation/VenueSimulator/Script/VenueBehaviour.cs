using System.Text.Json;

namespace Pipeline.Simulation.VenueSimulator;

/// <summary>
/// One misbehaviour: what it concerns, and what the venue then does otherwise than it should. Fields that are not said change
/// nothing. Where several behaviours concern the same call or event, each field is taken from the first that says it.
/// </summary>
public sealed record VenueBehaviour
{
    /// <summary>A name for the call log and for taking it away again; by default its number.</summary>
    public string? Name { get; init; }

    /// <summary>What it concerns.</summary>
    public required VenueMatch When { get; init; }

    /// <summary>Calls: false, and the call has no effect whatever is answered. Default true.</summary>
    public bool? Accept { get; init; }

    /// <summary>Calls: takes effect so much later. The answer does not wait for it when a status, a fault or a body is given.</summary>
    public TimeSpan? AcceptAfter { get; init; }

    /// <summary>Calls: what becomes of the answer.</summary>
    public AnswerFault? Answer { get; init; }

    /// <summary>Calls: answered with this status instead of the true one. Without a body, one that suits the status.</summary>
    public int? Status { get; init; }

    /// <summary>Calls: the code in the body that goes with <see cref="Status"/>.</summary>
    public int? Code { get; init; }

    /// <summary>Calls: the message in the body that goes with <see cref="Status"/>.</summary>
    public string? Message { get; init; }

    /// <summary>Calls: answered with this body; a text is sent as it is, anything else as JSON.</summary>
    public JsonElement? Body { get; init; }

    /// <summary>Calls: what becomes of a list that is answered.</summary>
    public ListFault? List { get; init; }

    /// <summary>Calls: answered with this Retry-After, in whole seconds.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Calls: the answer comes so much later than the effect. Events: so much later than it should.</summary>
    public TimeSpan? Delay { get; init; }

    /// <summary>Submit and replace: no query shows the order for so long. The stream does.</summary>
    public TimeSpan? Hide { get; init; }

    /// <summary>Submit, replace and cancel: what becomes of what was accepted.</summary>
    public Fate? Then { get; init; }

    /// <summary>How long after the acceptance that happens. Default 0.</summary>
    public TimeSpan? ThenAfter { get; init; }

    /// <summary>The venue's words with it.</summary>
    public string? Text { get; init; }

    /// <summary>Calls about an order: executions of that order, whatever its state by then. A submitted order has no others.</summary>
    public IReadOnlyList<ScriptedFill>? Fills { get; init; }

    /// <summary>Events: true, and it never reaches the stream. The connection stays up.</summary>
    public bool? Lose { get; init; }

    /// <summary>Calls: made so many times more, as by a proxy that repeats them; answered is the last. Events: sent so many times more.</summary>
    public int? Repeat { get; init; }

    /// <summary>Events: sent only after so many later ones.</summary>
    public int? Behind { get; init; }

    /// <summary>Events: the connections drop instead of sending it; what the next one gets of what it missed.</summary>
    public StreamReplay? Drop { get; init; }

    /// <summary>Answers and events: sets fields of the JSON by path, <c>order.status</c> for example; in a list, of all elements.</summary>
    public IReadOnlyDictionary<string, JsonElement>? Set { get; init; }

    /// <summary>Answers and events: takes fields of the JSON away.</summary>
    public IReadOnlyList<string>? Remove { get; init; }
}

/// <summary>What becomes of an answer.</summary>
public enum AnswerFault
{
    /// <summary>There is none; the connection stays open.</summary>
    None,

    /// <summary>The connection breaks.</summary>
    Reset,

    /// <summary>The connection is refused; the call never reaches the venue.</summary>
    Refused,

    /// <summary>Only the first half of the body is sent.</summary>
    Truncated,

    /// <summary>A page of HTML is sent.</summary>
    Html,

    /// <summary>An empty body is sent.</summary>
    Empty,
}

/// <summary>What becomes of a list.</summary>
public enum ListFault
{
    /// <summary>Every entry stands in it twice.</summary>
    Doubled,

    /// <summary>Its entries stand the other way round.</summary>
    Reversed,
}

/// <summary>What becomes of a call that was accepted.</summary>
public enum Fate
{
    /// <summary>Nothing more: the order, the cancel or the replacement stays pending.</summary>
    Stuck,

    /// <summary>It is rejected on the stream.</summary>
    Reject,
}

/// <summary>What a connection gets that follows one that was dropped.</summary>
public enum StreamReplay
{
    /// <summary>Nothing: what was not sent is lost, as at Alpaca.</summary>
    None,

    /// <summary>What was not sent.</summary>
    Missed,

    /// <summary>Every event of the account from the beginning.</summary>
    All,
}

/// <summary>An execution that the script makes.</summary>
public sealed record ScriptedFill
{
    /// <summary>Its quantity. Either this or <see cref="Share"/>.</summary>
    public decimal? Qty { get; init; }

    /// <summary>
    /// Its quantity as a part of the order's, rounded down to a whole number where the order's is one. Where all parts make 1, the last
    /// takes the rest.
    /// </summary>
    public decimal? Share { get; init; }

    /// <summary>Its price. By default the order's limit, else the touch.</summary>
    public decimal? Px { get; init; }

    /// <summary>How long after the acceptance. Default 0.</summary>
    public TimeSpan? After { get; init; }

    /// <summary>Whether it takes place only while the order is open; without it an order that was canceled meanwhile trades all the same.</summary>
    public bool WhileOpen { get; init; }

    /// <summary>Taken back so long after it took place; null for never.</summary>
    public TimeSpan? BustAfter { get; init; }

    /// <summary>Corrected so long after it took place, to <see cref="CorrectedPx"/>, unless it was taken back before; null for never.</summary>
    public TimeSpan? CorrectAfter { get; init; }

    /// <summary>The price that it is corrected to.</summary>
    public decimal? CorrectedPx { get; init; }
}
