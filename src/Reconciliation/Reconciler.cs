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
    /// <summary>What cash is counted in.</summary>
    internal const string Currency = "USD";

    /// <summary>How much of the time before is compared once more: a venue may list late what happened early.</summary>
    private static readonly TimeSpan Overlap = TimeSpan.FromMinutes(5);

    /// <summary>A list of executions is asked for from a little earlier than it is compared: the stream's times and the list's may differ.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(1);

    /// <summary>
    /// While a position or cash differs, fees are looked for so much earlier. Venues post them long after the trade, and Alpaca by the date of
    /// the trade: one that was listed late is found, however late it was.
    /// </summary>
    private static readonly TimeSpan LatestFee = TimeSpan.FromDays(7);

    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(15);

    private const int BookedAtATime = 100;
    private const int MostRuns = 3;

    private readonly IStore store;
    private readonly IVenueReports venue;
    private readonly ReconciliationOptions options;
    private readonly TimeProvider clock;
    private readonly ILogger<Reconciler> logger;
    private readonly LedgerReader ledger;
    private readonly BreakBook book;
    private readonly long created;
    private int isRunning;
    private int failures;
    private long term;
    private TimeSpan? lastRun;
    private TimeSpan notBefore;

    public Reconciler(IStore store, IVenueReports venue, IOptions<ReconciliationOptions> options, TimeProvider clock, ILogger<Reconciler> logger)
    {
        (this.store, this.venue, this.options, this.clock, this.logger) = (store, venue, options.Value, clock, logger);
        ledger = new LedgerReader(store, new Pace(clock, IsWaitedFor), venue.Venue, venue.Account);
        book = new BreakBook(store, venue, this.options);
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
                await store.WriteAsync(BeginFollowing, cancellationToken).ConfigureAwait(false);
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
        ReconciliationTable.Ask(session, venue.Venue, venue.Account, "another process follows the account", blocks: true, clock.GetUtcNow());
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
            var followUps = await CompareAsync(state, cancellationToken).ConfigureAwait(false);
            (failures, lastRun, ComparedSeq) = (0, Now, ledger.Seq());
            (Finished, LastTook) = (Finished + 1, clock.GetElapsedTime(begun));
            notBefore = book.IsAnswered ? notBefore : Now + options.Grace;
            Failpoints.Hit(Failpoint.Reconciler, Failpoint.Recorded);
            return followUps;
        }
        catch (VenueUnavailableException e)
        {
            var pause = TimeSpan.FromTicks(Math.Min(LongestPause.Ticks, TimeSpan.FromMilliseconds(250).Ticks << Math.Min(failures++, 6)));
            notBefore = Now + pause;
            throw new VenueUnavailableException($"The account can't be compared and is again in {pause}: {e.Message}", e);
        }
    }

    private async Task<IReadOnlyList<FollowUp>> CompareAsync(Store.Tables.Reconciliation state, CancellationToken cancellationToken)
    {
        var (began, seq, from) = (clock.GetUtcNow(), ledger.Seq(), state.ExecutionsFrom ?? DateTimeOffset.UnixEpoch);
        var listed = (await venue.ExecutionsAsync(from - Margin, cancellationToken).ConfigureAwait(false)).Require("Executions are not told")
            .Where(report => report.ExecId is not null).DistinctBy(report => report.ExecId).ToList();
        var fees = (await venue.FeesAsync(FeesFrom(from), cancellationToken).ConfigureAwait(false)).Require("Fees are not told");
        // Our executions take the longest to read. So they come first, and both sides' orders are read soon after each other.
        var known = await ledger.ExecutionsAsync(
            from - Margin, listed.Count, mark => mark.IsTrade && mark.Seq <= seq && mark.TransactTime >= from, cancellationToken).ConfigureAwait(false);
        var orders = new OrderViews(venue, ledger, book.SuspectedOrders);
        await orders.ReadAsync(cancellationToken).ConfigureAwait(false);
        var unknown = listed.Where(report => !known.ContainsKey(report.ExecId!)).ToList();
        var missing = ledger.NotBooked(unknown);
        var followUps = new List<FollowUp>();
        // An order's quantity is understood from its fills, and its end needs the quantity.
        followUps.AddRange(await BookAsync(missing, (session, report) => ReportLedger.Apply(session, report, clock.GetUtcNow())).ConfigureAwait(false));
        followUps.AddRange(await BookAsync(orders.OtherQuantities, (session, shown) => ShownQuantity.Book(session, venue, shown, clock.GetUtcNow())).ConfigureAwait(false));
        followUps.AddRange(await BookAsync(orders.Ends, (session, report) => ReportLedger.Apply(session, report, clock.GetUtcNow())).ConfigureAwait(false));

        var unpaid = ledger.NotBooked(fees);
        await BookAsync(unpaid, (session, fee) =>
        {
            FeeLedger.Apply(session, fee, clock.GetUtcNow());
            return [];
        }).ConfigureAwait(false);

        var before = ledger.Holdings();
        var askedAt = clock.GetUtcNow();
        var account = await venue.AccountAsync(cancellationToken).ConfigureAwait(false);
        var answeredAt = clock.GetUtcNow();
        var after = ledger.Holdings();
        var refused = ledger.NotBooked(missing).Select(report => report.ExecId!).ToHashSet();
        var ours = new OurView
        {
            Executions = With(known, unknown.Where(report => !refused.Contains(report.ExecId!))),
            Orders = orders.OursNow(),
            Positions = after.Positions.ToDictionary(held => held.Key, held => held.Value.Qty),
            Cash = state is { Cash: { } cash, CashFlow: { } flow } ? cash + after.CashFlow - flow : null,
            Moving = after.Positions.Where(held => before.Positions.GetValueOrDefault(held.Key) != held.Value).Select(held => held.Key).ToHashSet(),
            HasPaidFee = before.Fees != after.Fees,
        };
        var theirs = new TheirView
        {
            Executions = [.. listed.Select(report => new ListedExecution(report.ExecId!, report.Symbol, null))],
            Orders = orders.Theirs,
            NotTold = orders.NotTold,
            Positions = account.Positions,
            Cash = account.Cash,
        };
        if (orders.AgreedAtLast(ours.Orders) is { Count: > 0 } agreed)
        {
            await store.WriteAsync(session => agreed.ForEach(clOrdId => OrderTable.Agree(session, clOrdId)), CancellationToken.None).ConfigureAwait(false);
        }

        var differences = AccountComparison.Compare(ours, theirs, options.CashTolerance);
        var done = new Compared(state, began - Overlap, differences, ours, theirs, after.CashFlow, missing.Count - refused.Count, unpaid.Count, askedAt, answeredAt, Now);
        followUps.AddRange(await book.RecordAsync(done, clock).ConfigureAwait(false));
        Say(state, done);
        return followUps;
    }

    private static Dictionary<string, BookedExecution> With(Dictionary<string, BookedExecution> known, IEnumerable<ExecutionReport> booked)
    {
        foreach (var report in booked)
        {
            known.TryAdd(report.ExecId!, new BookedExecution(report.ExecId!, report.Symbol, null, false));
        }

        return known;
    }

    private DateTimeOffset FeesFrom(DateTimeOffset from) => from - (book.SuspectsAmounts || ledger.HasAmountBreak() ? LatestFee : Margin);

    private bool IsWaitedFor() => store.Read(session => ReconciliationTable.Find(session, venue.Venue, venue.Account)) is { IsBlocking: true };

    private async Task<List<FollowUp>> BookAsync<T>(IEnumerable<T> found, Func<StoreSession, T, IReadOnlyList<FollowUp>> book)
    {
        var followUps = new List<FollowUp>();
        foreach (var chunk in found.Chunk(BookedAtATime))
        {
            followUps.AddRange(await store.WriteAsync(
                session => (IReadOnlyList<FollowUp>)[.. chunk.SelectMany(one => book(session, one))], CancellationToken.None).ConfigureAwait(false));
        }

        return followUps;
    }

    private void Say(Store.Tables.Reconciliation state, Compared done)
    {
        if (state.IsBlocking || done.Booked + done.BookedFees > 0 || done.Differences.Count > 0)
        {
            logger.LogInformation(
                "Account {Account} is compared with {Venue} ({Why}): {Executions} executions, {Booked} of them new; {BookedFees} new fees; {Orders} orders, {Differences} differences",
                venue.Account, venue.Venue, state.Why, done.Theirs.Executions.Count, done.Booked, done.BookedFees, done.Theirs.Orders.Count, done.Differences.Count);
        }
    }
}
