using Pipeline.Store;
using Pipeline.Store.Audit;
using Pipeline.Store.Ledger;

namespace Pipeline.Faults;

/// <summary>What processes have written side by side is one ledger, and one chain.</summary>
internal static class StoreProof
{
    /// <summary>What <c>ledger verify</c> and <c>audit verify</c> find; nothing when all is proven.</summary>
    public static IEnumerable<string> Faults(IStoreDatabase store)
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
