using Pipeline.Store.HaltFiles;
using Pipeline.Trading.Halts;

namespace Pipeline.Simulation.Processes;

/// <summary>The halt file on the machine that all processes run on. It outlives them, and is there with the store away too.</summary>
internal sealed class SimulatedHaltFile(string venue, WallClock wall) : IHaltFile
{
    private string? text;
    private bool isUnreadable;

    /// <summary>How often it was made, changed or taken away.</summary>
    public int Changes { get; private set; }

    /// <summary>Makes it, with a text, or takes it away.</summary>
    public void Set(string? newText, bool unreadable)
    {
        (text, isUnreadable) = (newText, unreadable);
        Changes++;
    }

    public IReadOnlyList<Halt> Look() => text is null ? []
        : isUnreadable ? HaltFileText.All("the halt file can't be read: IOException", wall.Now)
        : HaltFileText.Parse(text, venue, wall.Now);
}
