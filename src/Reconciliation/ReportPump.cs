using Pipeline.Store;
using Pipeline.Store.Failpoints;
using Pipeline.Store.Tables;
using Pipeline.Venues;

namespace Pipeline.Reconciliation;

/// <summary>Brings the venue's reports in, page by page, from the stored watermark on.</summary>
public sealed class ReportPump(IStore store, IVenueReports venue, Stage stage, TimeProvider clock)
{
    private long interruptions;

    /// <summary>Books the next page. Null when there was nothing new, else what has to be told.</summary>
    public async Task<IReadOnlyList<FollowUp>?> BookNextAsync(CancellationToken cancellationToken)
    {
        await HeedInterruptionAsync(cancellationToken).ConfigureAwait(false);
        var watermark = store.ReadAtOnce(session => VenueTables.Watermark(session, venue.Venue, venue.Account));
        var page = await venue.ReportsSinceAsync(watermark, cancellationToken).ConfigureAwait(false);
        await HeedInterruptionAsync(cancellationToken).ConfigureAwait(false);
        if (page.IsEmpty)
        {
            return null;
        }

        Failpoints.Hit(Failpoint.Reports, Failpoint.Received);
        var followUps = await stage.BookAsync(page, cancellationToken).ConfigureAwait(false);
        Failpoints.Hit(Failpoint.Reports, Failpoint.Recorded);
        return followUps;
    }

    // What happened while the venue could not be heard is looked at before anything more is sent.
    private async Task HeedInterruptionAsync(CancellationToken cancellationToken)
    {
        var seen = venue.Interruptions;
        if (seen == interruptions)
        {
            return;
        }

        await store.WriteAsync(
            Turn.OfAccount(venue.Account),
            session => ReconciliationTable.Ask(session, venue.Venue, venue.Account, "the venue's news were interrupted", blocks: true, clock.GetUtcNow()),
            cancellationToken).ConfigureAwait(false);
        interruptions = seen;
    }
}
