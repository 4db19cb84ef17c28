using System.Text.Json;
using Microsoft.Extensions.Logging;
using Pipeline.Messages.Orders;
using Pipeline.Store;
using Pipeline.Store.Queries;
using Pipeline.Store.Steps;
using Pipeline.Store.Tables;
using Pipeline.Trading.Incidents;
using Pipeline.Trading.Sessions;

namespace Pipeline.Monitoring;

/// <summary>
/// Reads the journal from a cursor on: counts what is counted, logs every alert, looks for what must never happen, and makes a brief when an
/// alert pages. It stays well within the five seconds in which RTS 6 wants an alert to be raised, and nobody waits for it.
/// </summary>
public sealed class JournalWatch
{
    private const string Cursor = "monitoring";
    private const int EntriesAtATime = 5000;

    // A snapshot keeps the server from clearing away what it sees, so that it does not see them all.
    private const int ClaimsAtATime = 500;

    private readonly IStore store;
    private readonly BriefMaker briefs;
    private readonly LiveCalendars calendars;
    private readonly TimeProvider clock;
    private readonly ILogger<JournalWatch> logger;
    private readonly JournalCounts counts;

    /// <summary>What the last look has found whose commit nobody knows of.</summary>
    private (long UpTo, IReadOnlyList<JournalEntry> Entries)? inDoubt;

    /// <param name="store">The store.</param>
    /// <param name="briefs">Makes briefs.</param>
    /// <param name="calendars">The calendars in force.</param>
    /// <param name="venue">The venue of this installation.</param>
    /// <param name="clock">The pipeline's time.</param>
    /// <param name="logger">Told of every alert.</param>
    public JournalWatch(IStore store, BriefMaker briefs, LiveCalendars calendars, string venue, TimeProvider clock, ILogger<JournalWatch> logger)
    {
        (this.store, this.briefs, this.calendars, this.clock, this.logger) = (store, briefs, calendars, clock, logger);
        counts = new JournalCounts(venue);
    }

    /// <summary>Looks at some more of the journal.</summary>
    /// <returns>Whether there may be more.</returns>
    /// <exception cref="StoreUnavailableException">The store can't be read or written now; the next look goes on from here.</exception>
    public async Task<bool> LookAsync(CancellationToken cancellationToken)
    {
        if (store.Read(session => JournalCursorTable.Find(session, Cursor)) is not { } cursor)
        {
            await store.WriteAsync(Turn.Of("journal_watch"), session => JournalCursorTable.TryMove(session, Cursor, null, Beginning(session)), cancellationToken).ConfigureAwait(false);
            return true;
        }

        SettleDoubt(cursor);
        var end = store.Read(JournalTable.End);
        var (entries, upTo) = store.Read(session => WatchedEntries.After(session, cursor, end, EntriesAtATime));
        if (upTo == cursor)
        {
            return false;
        }

        // A brief twice is told once, by its id; a brief never would be a page without one. So briefs go before the cursor.
        foreach (var alert in entries.Where(entry => entry.Kind == JournalKinds.AlertRaised).Select(RaisedAlert.Of).Where(alert => alert.Severity == "page").DistinctBy(alert => alert.Code))
        {
            await briefs.MakeAsync(BriefQuery.TriggerOf(alert.Entry.Seq, alert.Entry.At, alert.Data, clock.GetUtcNow()), cancellationToken).ConfigureAwait(false);
        }

        var faults = entries.Where(entry => entry.Kind == nameof(OrderSubmitting)).Chunk(ClaimsAtATime).SelectMany(claims => store.Read(session => FaultsOf(session, claims, calendars.Now))).ToList();
        try
        {
            if (await store.WriteAsync(Turn.Of("journal_watch"), session => MoveOn(session, cursor, upTo, faults), cancellationToken).ConfigureAwait(false))
            {
                Tell(entries);
            }
        }
        catch (StoreUnavailableException e) when (e.MayBeRecorded)
        {
            inDoubt = (upTo, entries);
            throw;
        }

        return true;
    }

    // By the calendars of before the snapshot, which so has what was announced of them.
    private static List<(JournalEntry Claim, Alert Alert, object Facts)> FaultsOf(StoreSession session, IEnumerable<JournalEntry> claims, SessionCalendars known) =>
        [.. claims.SelectMany(claim => NeverEvents.Of(session, claim, known).Select(fault => (claim, fault.Alert, fault.Facts)))];

    // A commit whose answer was lost: where the cursor stands where it was to be moved the entries are behind it, and nobody else tells of them. Where it does not they
    // come again, to this process or to the one that has moved it meanwhile.
    private void SettleDoubt(long cursor)
    {
        if (inDoubt is { } doubt && doubt.UpTo == cursor)
        {
            Tell(doubt.Entries);
        }

        inDoubt = null;
    }

    private void Tell(IReadOnlyList<JournalEntry> entries)
    {
        foreach (var entry in entries)
        {
            counts.Count(entry);
            Log(entry);
        }
    }

    // A store that is new is looked at from its beginning; of one that was there before, what happened then is no news.
    private static long Beginning(StoreSession session) => JournalTable.End(session) is var latest && latest <= EntriesAtATime ? 0 : latest;

    private bool MoveOn(StoreSession session, long cursor, long upTo, IReadOnlyList<(JournalEntry Claim, Alert Alert, object Facts)> faults)
    {
        if (!JournalCursorTable.TryMove(session, Cursor, cursor, upTo))
        {
            return false;
        }

        foreach (var (claim, alert, facts) in faults)
        {
            JournalTable.RaiseAlert(session, alert, claim.ClOrdId!, Stages.Monitoring, clock.GetUtcNow(), OrderTable.Find(session, claim.ClOrdId!), facts);
        }

        return true;
    }

    private void Log(JournalEntry entry)
    {
        if (entry.Kind != JournalKinds.AlertRaised)
        {
            return;
        }

        var alert = RaisedAlert.Of(entry);
        logger.Log(
            alert.Severity == "page" ? LogLevel.Critical : LogLevel.Warning,
            "Alert {alert} ({severity}) of {Stage}, order {cl_ord_id}, intent {intent_id}, journal {Seq}; {Runbook}",
            alert.Code, alert.Severity, entry.Stage, entry.ClOrdId, entry.IntentId, entry.Seq, AlertGuide.Find(alert.Code)?.Runbook);
    }

    private sealed record RaisedAlert(JournalEntry Entry, JsonElement Data)
    {
        public string Code => Data.GetProperty("code").GetString()!;

        public string Severity => Data.GetProperty("severity").GetString()!;

        public static RaisedAlert Of(JournalEntry entry) => new(entry, JsonSerializer.Deserialize<JsonElement>(entry.Data));
    }
}
