using Microsoft.Extensions.Options;
using Pipeline.Store;
using Pipeline.Store.HaltFiles;
using Pipeline.Store.Steps;
using Pipeline.Store.Tables;
using Pipeline.Trading;
using Pipeline.Trading.Halts;
using Pipeline.Venues;

namespace Pipeline.Reconciliation;

/// <summary>
/// Halts trading by itself when something storms, the clock is wrong or the day's loss is too large, and writes down what the halt file
/// says. Each is one step, and what is in force already is not tripped again.
/// </summary>
public sealed class HaltWatch(IStore store, IVenueReports venue, IHaltFile file, IOptions<HaltOptions> options, TimeProvider clock)
{
    private long? seen;

    /// <summary>How far this process's clock was ahead of the venue's at the last comparison; null before one.</summary>
    public TimeSpan? ClockOffset { get; private set; }

    /// <summary>Whether something has happened since the last look that a trip may follow from.</summary>
    public bool HasNews(long journalSeq) => seen != journalSeq;

    /// <summary>Looks at the halt file, and at what is counted.</summary>
    public async Task LookAsync(CancellationToken cancellationToken)
    {
        var (said, now, newest) = (file.Look(), clock.GetUtcNow(), store.Read(JournalTable.End));
        var from = seen ?? newest - 1;
        if (store.Read(session => HaltFileLog.HasChanged(session, said) || IsOpeningDue(session) || Due(session, from, now).Count > 0))
        {
            await store.WriteAsync(
                session =>
                {
                    HaltFileLog.Record(session, said, now);
                    Open(session, now);
                    foreach (var trip in Due(session, from, now))
                    {
                        Halting.Trip(session, trip, Stages.Reconciliation, now);
                    }
                },
                cancellationToken).ConfigureAwait(false);
        }

        seen = newest;
    }

    /// <summary>Compares this process's clock with the venue's.</summary>
    public async Task CompareClocksAsync(CancellationToken cancellationToken)
    {
        if (options.Value.MaxClockOffset == TimeSpan.Zero)
        {
            return;
        }

        var asked = clock.GetUtcNow();
        if (await venue.TimeAsync(cancellationToken).ConfigureAwait(false) is not { } told)
        {
            return;
        }

        var now = clock.GetUtcNow();
        ClockOffset = Trading.Halts.ClockOffset.Of(asked, now, told);
        if (Trips.OfClock(ClockOffset.Value, $"venue:{venue.Venue}", options.Value) is { } trip)
        {
            await store.WriteAsync(session => Halting.Trip(session, trip, Stages.Reconciliation, now), cancellationToken).ConfigureAwait(false);
        }
    }

    // What would trip now and is not in force as strictly.
    private List<Trip> Due(StoreSession session, long from, DateTimeOffset now) =>
    [
        .. Rejections(session, now),
        .. new[] { Breaks(session), Clock(session, from), Loss(session) }.OfType<Trip>(),
    ];

    private IEnumerable<Trip> Rejections(StoreSession session, DateTimeOffset now)
    {
        if (options.Value.RejectStorm == 0)
        {
            return [];
        }

        DateTimeOffset Since(string scope) => ResumeTable.ResumedAt(session, scope) ?? DateTimeOffset.MinValue;
        var ofVenue = Since(OfVenue);

        // What a strategy was released after is over, for the venue too.
        var rejections = TripTable.Rejections(session, venue.Venue, now - options.Value.RejectStormWindow).GroupBy(rejection => rejection.StrategyId)
            .SelectMany(strategy => strategy.Where(rejection => rejection.At > Since($"strategy:{strategy.Key}"))).ToList();
        return New(session, Trips.OfRejections(
            rejections.CountBy(rejection => rejection.StrategyId).ToDictionary(),
            rejections.Where(rejection => rejection.At > ofVenue).CountBy(rejection => rejection.StrategyId).ToDictionary(), venue.Venue, options.Value));
    }

    private Trip? Breaks(StoreSession session) => options.Value.BreakStorm == 0 ? null : New(session, Trips.OfBreaks(
        TripTable.OpenBreaks(session, venue.Venue, venue.Account, ResumeTable.ResumedAt(session, OfVenue) ?? DateTimeOffset.MinValue), venue.Venue, options.Value));

    // Whoever has written an entry that lies ahead has a clock that is ahead of this one, or this one was set back since. The time is that after the look: what
    // others write while this process stands still lies ahead of when it began.
    private Trip? Clock(StoreSession session, long from) => JournalTable.LatestTimeAfter(session, from) is { } newest && clock.GetUtcNow() is var now && newest > now
        ? New(session, Trips.OfClock(now - newest, "journal", options.Value))
        : null;

    private Trip? Loss(StoreSession session) => options.Value.MaxDailyLoss > 0
        && VenueTables.Account(session, venue.Venue, venue.Account) is { } account && TripTable.Opening(session, venue.Venue, venue.Account) is { } opening
            ? New(session, Trips.OfEquity(opening.Equity, account.Equity, venue.Venue, options.Value))
            : null;

    private string OfVenue => $"venue:{venue.Venue}";

    private static Trip? New(StoreSession session, Trip? trip) => trip is not null && New(session, [trip]).Any() ? trip : null;

    private static IEnumerable<Trip> New(StoreSession session, IEnumerable<Trip> trips) =>
        trips.Where(trip => HaltTable.Find(session, trip.Scope) is not { } halt || halt.Mode > trip.Mode);

    // A new day, or a release from a halt for a loss: from here on losses count anew. Who releases another halt has not seen a loss.
    private bool IsOpeningDue(StoreSession session) => options.Value.MaxDailyLoss > 0
        && VenueTables.Account(session, venue.Venue, venue.Account) is { } account
        && (TripTable.Opening(session, venue.Venue, venue.Account) is not { } opening
            || opening.Day != TradingDay.NameOf(account.At) || ResumeTable.ResumedAt(session, OfVenue, Trip.Prefix + Trips.DailyLoss) > opening.At);

    private void Open(StoreSession session, DateTimeOffset now)
    {
        if (IsOpeningDue(session) && VenueTables.Account(session, venue.Venue, venue.Account) is { } account)
        {
            // A new day begins with what the venue has stated first on it, as for the limit of the rules; a release with what it states now.
            var day = TradingDay.NameOf(account.At);
            var isNewDay = TripTable.Opening(session, venue.Venue, venue.Account)?.Day != day;
            var equity = (isNewDay ? VenueTables.EquityAtDayStart(session, venue.Venue, venue.Account, account.At) : null) ?? account.Equity;
            TripTable.SaveOpening(session, venue.Venue, venue.Account, new OpeningEquity { Day = day, Equity = equity, At = now });
        }
    }
}
