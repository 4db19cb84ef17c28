namespace Pipeline.Store.Ledger;

/// <summary>A place where the tables do not say what the journal says.</summary>
/// <param name="Of">The table: executions, orders, claims, order_sagas, restatements, positions, position_entries, fees, fee_reports or adjustments.</param>
/// <param name="Key">The row, by its key.</param>
/// <param name="Column">What of it; * for all of it, where one of the two has no such row.</param>
/// <param name="Journal">What the journal makes of it; null when it has none.</param>
/// <param name="Table">What the table says; null when it has none.</param>
public sealed record LedgerDifference(string Of, string Key, string Column, string? Journal, string? Table);
