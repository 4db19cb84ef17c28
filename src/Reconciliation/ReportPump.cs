using Pipeline.Store;
using Pipeline.Store.Tables;
using Pipeline.Venues;

namespace Pipeline.Reconciliation;

/// <summary>Brings the venue's reports in, page by page, from the stored watermark on.</summary>
public sealed class ReportPump(IStore store, IVenueReports venue, Stage stage)
{
    /// <summary>Books the next page. Null when there was nothing new, else what has to be told.</summary>
    public async Task<IReadOnlyList<FollowUp>?> BookNextAsync(CancellationToken cancellationToken)
    {
        var watermark = store.Read(session => VenueTables.Watermark(session, venue.Venue, venue.Account));
        var page = await venue.ReportsSinceAsync(watermark, cancellationToken).ConfigureAwait(false);
        return page.Reports.Count == 0 ? null : await stage.BookAsync(page, cancellationToken).ConfigureAwait(false);
    }
}
