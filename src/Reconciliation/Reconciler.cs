using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Pipeline.Messages.Fix;
using Pipeline.Store;
using Pipeline.Store.Failpoints;
using Pipeline.Store.Tables;
using Pipeline.Trading.Reconciliation;
using Pipeline.Venues;

namespace Pipeline.Reconciliation;

/// <summary>
/// Compares our view of the account with the venue's: when a process starts, when the venue's news were interrupted, when a rejection
/// says that the two differ, and every so often. What the venue lists and we do not have is booked; what still differs is a break.
/// </summary>
public sealed class Reconciler
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(15);

    // Where orders wait for it.
    private static readonly TimeSpan LongestPauseOfBlocking = TimeSpan.FromSeconds(2);

    private const int MostRuns = 3;

    private readonly IStore store;
    private readonly IVenueReports venue;
    private readonly ReconciliationOptions options;
    private readonly TimeProvider clock;
    private readonly ILogger<Reconciler> logger;
    private readonly LedgerReader ledger;
    private readonly BreakBook book;
    private readonly Comparison comparison;
    private readonly long created;
    private int isRunning;
    private int failures;
    private long term;
    private TimeSpan? lastRun;
    private TimeSpan notBefore;

    public Reconciler(IStore store, IVenueReports venue, IOptions<ReconciliationOptions> options, TimeProvider clock, ILogger<Reconciler> logger)
    {
        (this.store, this.venue, this.options, this.clock, this.logger) = (store, venue, options.Value, clock, logger);
        var pace = new Pace(clock, IsWaitedFor);
        ledger = new LedgerReader(store, pace, venue.Venue, venue.Account, venue.Currency);
        var fees = new FeeWatch(store, venue, this.options, clock);
        book = new BreakBook(store, venue, fees, this.options);
        comparison = new Comparison(store, venue, ledger, pace, fees, book, this.options, clock);
        created = clock.GetTimestamp();
    }

    /// <summary>How long until the next comparison that nobody asks for.</summary>
    public TimeSpan UntilNext => lastRun is { } last && last + options.Interval > Now ? last + options.Interval - Now : TimeSpan.Zero;

    /// <summary>The journal's newest entry when the last comparison had finished.</summary>
    public long ComparedSeq { get; private set; }

    /// <summary>How many comparisons have finished in this process.</summary>
    public int Finished { get; private set; }

    /// <summary>How long the last one took.</summary>
    public TimeSpan LastTook { get; private set; }

    private TimeSpan Now => clock.GetElapsedTime(created);

    /// <summary>Whether this process has not followed the account before, in this term of its lease.</summary>
    public bool IsNewTo(long term) => this.term != term;

    /// <summary>Compares if it is time to. Returns what has to be told.</summary>
    /// <param name="term">Counts the times that this process has come to follow the account; from 1.</param>
    /// <param name="cancellationToken">Ends the comparing.</param>
    /// <exception cref="VenueUnavailableException">The venue did not tell everything. Nothing follows from it; it is asked again, with pauses.</exception>
    public async Task<IReadOnlyList<FollowUp>> RunDueAsync(long term, CancellationToken cancellationToken)
    {
        if (Interlocked.Exchange(ref isRunning, 1) == 1)
        {
            return [];
        }

        try
        {
            if (IsNewTo(term))
            {
                await store.WriteAsync(Turn.OfAccount(venue.Account), BeginFollowing, cancellationToken).ConfigureAwait(false);
                book.BeginAnew();
                this.term = term;
            }

            // What is asked for while the venue is asked, as when its stream has come up meanwhile, is not left to the next time.
            var followUps = new List<FollowUp>();
            for (var runs = 0; runs < MostRuns && Now >= notBefore && store.Read(Due) is { } state; runs++)
            {
                followUps.AddRange(await RunAsync(state, cancellationToken).ConfigureAwait(false));
            }

            return followUps;
        }
        finally
        {
            Volatile.Write(ref isRunning, 0);
        }
    }

    // Nobody has followed the account since its last holder: what happened meanwhile is looked at before anything is sent.
    private void BeginFollowing(StoreSession session)
    {
        ExternalPolicyTable.Replace(session, options.ExternalPolicy);
        ReconciliationTable.Ask(session, venue.Venue, venue.Account, "a process has begun to follow the account", blocks: true, clock.GetUtcNow());
    }

    private Store.Tables.Reconciliation? Due(StoreSession session)
    {
        if (RestorationTable.IsImporting(session) || ReconciliationTable.Find(session, venue.Venue, venue.Account) is not { } state)
        {
            return null;
        }

        // A look further ahead than the grace time is one that a clock which was set back since has left behind.
        var now = clock.GetUtcNow();
        var isTime = state.LookAgainAt is { } again && (now >= again || again > now + options.Grace);
        return state.IsWanted || isTime || UntilNext == TimeSpan.Zero ? state : null;
    }

    private async Task<IReadOnlyList<FollowUp>> RunAsync(Store.Tables.Reconciliation state, CancellationToken cancellationToken)
    {
        Failpoints.Hit(Failpoint.Reconciler, Failpoint.Received);
        try
        {
            if (venue.LeftAlone > TimeSpan.Zero)
            {
                throw new VenueUnavailableException($"The comparison waits: {venue.Venue} wants to be left alone for {venue.LeftAlone}");
            }

            var begun = clock.GetTimestamp();
            var (done, followUps) = await comparison.RunAsync(state, () => Now, cancellationToken).ConfigureAwait(false);
            Say(state, done);
            (failures, lastRun, ComparedSeq) = (0, Now, ledger.Seq());
            (Finished, LastTook) = (Finished + 1, clock.GetElapsedTime(begun));
            notBefore = book.IsAnswered ? notBefore : Now + options.Grace;
            Failpoints.Hit(Failpoint.Reconciler, Failpoint.Recorded);
            return followUps;
        }
        catch (VenueUnavailableException e)
        {
            var longest = state.IsBlocking ? LongestPauseOfBlocking : LongestPause;
            var pause = TimeSpan.FromTicks(Math.Min(longest.Ticks, TimeSpan.FromMilliseconds(250).Ticks << Math.Min(failures++, 6)));
            notBefore = Now + pause;
            throw new VenueUnavailableException($"The account can't be compared and is again in {pause}: {e.Message}", e);
        }
    }

    private bool IsWaitedFor() => store.Read(session => ReconciliationTable.Find(session, venue.Venue, venue.Account)) is { IsBlocking: true };

    private void Say(Store.Tables.Reconciliation state, Compared done)
    {
        if (state.IsBlocking || done.Booked + done.BookedFees > 0 || done.Differences.Count > 0)
        {
            logger.LogInformation(
                "Account {Account} is compared with {Venue} ({Why}): {Executions} executions, {Booked} of them new; {BookedFees} new fees; {Orders} orders, {Differences} differences",
                venue.Account, venue.Venue, state.Why, done.Listed.Executions, done.Booked, done.BookedFees, done.Listed.Orders, done.Differences.Count);
        }
    }
}
