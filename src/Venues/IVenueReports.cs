using Pipeline.Messages.Fix;

namespace Pipeline.Venues;

/// <summary>What a venue tells: the state of orders, the executions, the account. Reading only.</summary>
public interface IVenueReports
{
    /// <summary>The venue's name, the first part of an execution's key.</summary>
    string Venue { get; }

    /// <summary>The account reported on, the second part of an execution's key.</summary>
    string Account { get; }

    /// <summary>How long after a send the venue may still be working on it. A not-found younger than that proves nothing.</summary>
    TimeSpan ProcessingLimit { get; }

    /// <summary>Looks an order up by our id, among open and closed orders alike.</summary>
    Task<OrderQuery> QueryAsync(string clOrdId, CancellationToken cancellationToken);

    /// <summary>
    /// The reports after a watermark, oldest first; null asks from the beginning. Empty when there are none yet.
    /// The watermark is the venue's own and is kept with the reports it covers, in one transaction.
    /// </summary>
    Task<ReportPage> ReportsSinceAsync(string? watermark, CancellationToken cancellationToken);

    /// <summary>Returns when there may be new reports. May return early; never later than the adapter's polling interval.</summary>
    Task WaitForReportsAsync(CancellationToken cancellationToken);

    /// <summary>Cash, equity and positions as the venue sees them now.</summary>
    Task<AccountState> AccountAsync(CancellationToken cancellationToken);
}

/// <param name="Reports">Oldest first.</param>
/// <param name="Watermark">Where the next page starts.</param>
public sealed record ReportPage(IReadOnlyList<ExecutionReport> Reports, string? Watermark);
