namespace Pipeline.Store.Ledger;

/// <summary>What a comparison of the ledger's tables with the journal found.</summary>
/// <param name="Reports">Booked reports in the journal.</param>
/// <param name="Executions">Trades, busts and corrections among them.</param>
/// <param name="Orders">Orders compared.</param>
/// <param name="Positions">Positions compared.</param>
/// <param name="Differences">Where the tables do not say what the journal says.</param>
public sealed record LedgerVerdict(long Reports, int Executions, int Orders, int Positions, IReadOnlyList<LedgerDifference> Differences)
{
    public bool IsEqual => Differences.Count == 0;
}
