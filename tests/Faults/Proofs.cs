using Pipeline.Store;
using Pipeline.Store.Audit;
using Pipeline.Store.Ledger;

namespace Pipeline.Faults;

/// <summary>What a store proves of itself when nothing runs: what processes have written side by side is one ledger, and one chain.</summary>
internal static class Proofs
{
    /// <summary>Everything that the ledger and the chain do not prove.</summary>
    public static IEnumerable<string> Missing(IStoreDatabase store)
    {
        foreach (var difference in store.Look(LedgerCheck.Run).Differences)
        {
            yield return $"ledger verify: {difference}";
        }

        var check = new AuditCheck(store.Look);
        while (check.LookAtNext())
        {
        }

        if (check.Records == 0)
        {
            yield return "audit verify: nothing was sealed";
        }

        foreach (var fault in check.Faults)
        {
            yield return $"audit verify: {fault.Detail}";
        }
    }
}
