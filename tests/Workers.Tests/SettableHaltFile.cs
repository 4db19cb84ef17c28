using Pipeline.Store.HaltFiles;
using Pipeline.Trading.Halts;

namespace Pipeline.Workers.Tests;

/// <summary>A halt file in the hands of the test.</summary>
internal sealed class SettableHaltFile(TimeProvider clock) : IHaltFile
{
    /// <summary>What it says; null when there is none.</summary>
    public string? Text { get; set; }

    public IReadOnlyList<Halt> Look() => Text is null ? [] : HaltFileText.Parse(Text, "paper", clock.GetUtcNow());
}
