using System.Globalization;

namespace Pipeline.Simulation.VenueSimulator;

/// <summary>One call as it reached the venue, or would have. What was answered is filled in when it is.</summary>
public sealed class VenueCall
{
    /// <summary>When it reached the venue.</summary>
    public required DateTimeOffset At { get; init; }

    public required string Method { get; init; }

    /// <summary>The path without its query.</summary>
    public required string Path { get; init; }

    /// <summary>The kind of call.</summary>
    public required CallKind Call { get; init; }

    /// <summary>The order's client id, where the call is about one order.</summary>
    public string? ClOrdId { get; init; }

    /// <summary>The symbol, where the call is about one.</summary>
    public string? Symbol { get; init; }

    /// <summary>The HTTP status that was answered; null when none was.</summary>
    public int? Status { get; private set; }

    /// <summary>What was answered: the status, or <c>no answer</c>, <c>reset</c>, <c>refused</c>.</summary>
    public string Answer { get; private set; } = "no answer";

    /// <summary>False when the connection was refused: nothing of it reached the venue.</summary>
    public bool Reached { get; private set; } = true;

    /// <summary>Names of the behaviours that had a part in it.</summary>
    public IReadOnlyList<string> Behaviours { get; init; } = [];

    internal void Say(int status)
    {
        Status = status;
        Answer = status.ToString(CultureInfo.InvariantCulture);
    }

    internal void Break(BrokenConnection broken)
    {
        Reached = broken != BrokenConnection.Refused;
        Answer = Reached ? "reset" : "refused";
    }
}
