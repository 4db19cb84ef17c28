namespace Pipeline.Venues;

/// <summary>The account as the venue sees it.</summary>
/// <param name="Account">Its name.</param>
/// <param name="Cash">Cash, in the account's currency.</param>
/// <param name="Equity">Cash and positions at their last prices.</param>
/// <param name="Positions">Signed quantity by symbol; short is negative. Flat symbols may be absent.</param>
/// <param name="At">When this was true, UTC.</param>
public sealed record AccountState(
    string Account, decimal Cash, decimal Equity, IReadOnlyDictionary<string, decimal> Positions, DateTimeOffset At);
