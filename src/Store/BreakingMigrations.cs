namespace Pipeline.Store;

/// <summary>
/// Which versions work on one store beside each other. A migration adds, and a process of an older version goes on beside what it does not know. One that takes away what an older
/// version uses says so in its name, <c>NNNN_breaking_…</c>: no older version starts on a store that has it, and no start applies it, but <c>pipeline setup --breaking</c> alone, since whoever
/// runs meanwhile would break.
/// </summary>
internal static class BreakingMigrations
{
    private const string Mark = "_breaking_";

    /// <param name="store">What people call the store.</param>
    /// <param name="applied">Names of the scripts that the store has had; none of a new one.</param>
    /// <param name="known">Names of the scripts that this version has.</param>
    /// <param name="mayBreak">Whether nothing of an older version runs.</param>
    /// <exception cref="StoreUnavailableException">This version is too old for the store, or must not bring it up to date now.</exception>
    public static void Check(string store, IReadOnlyCollection<string> applied, IReadOnlyCollection<string> known, bool mayBreak)
    {
        if (applied.Except(known).FirstOrDefault(IsBreaking) is { } missed)
        {
            throw new StoreUnavailableException($"The store {store} is of a newer version, which this one can't work on any more (migration {missed}): start that version, or restore a backup");
        }

        if (!mayBreak && applied.Count > 0 && known.Except(applied).FirstOrDefault(IsBreaking) is { } pending)
        {
            throw new StoreUnavailableException(
                $"The store {store} is of an older version, whose processes break when it is brought up to date (migration {pending}): stop all of them, then run `pipeline setup --breaking` of this version");
        }
    }

    public static bool IsBreaking(string script) => script.Contains(Mark, StringComparison.Ordinal);
}
