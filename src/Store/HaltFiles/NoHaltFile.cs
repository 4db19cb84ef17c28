using Pipeline.Trading.Halts;

namespace Pipeline.Store.HaltFiles;

/// <summary>Where no file can halt anything: a bench, a rehearsal of the ledger.</summary>
public sealed class NoHaltFile : IHaltFile
{
    public IReadOnlyList<Halt> Look() => [];
}
