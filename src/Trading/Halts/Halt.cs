namespace Pipeline.Trading.Halts;

/// <summary>What the scope's halt stops is not granted until it is released.</summary>
/// <param name="Scope">What it covers, see <see cref="HaltScope"/>.</param>
/// <param name="By">Who tripped it: an operator's name, <see cref="File"/>, or <c>trip:</c> and what tripped by itself.</param>
/// <param name="Why">Why.</param>
/// <param name="At">When, UTC.</param>
public sealed record Halt(string Scope, string By, string Why, DateTimeOffset At)
{
    /// <summary>Who trips what the halt file says.</summary>
    public const string File = "file";

    /// <summary>What it stops.</summary>
    public HaltMode Mode { get; init; }

    /// <summary>Whether what is open at the venue in the scope is canceled too.</summary>
    public bool CancelOpen { get; init; }

    /// <summary>Whether the halt file says it now. It can't be released before the file is gone, or no longer says so.</summary>
    public bool InFile { get; init; }

    /// <summary>
    /// The halt that stops whatever either of two stops. One that is in force is never made looser: that would be a release, which takes
    /// two people.
    /// </summary>
    public Halt Tightened(Halt by) => by.Mode < Mode || (by.CancelOpen && !CancelOpen)
        ? by with { Mode = by.Mode < Mode ? by.Mode : Mode, CancelOpen = by.CancelOpen || CancelOpen, InFile = by.InFile || InFile }
        : this;
}
