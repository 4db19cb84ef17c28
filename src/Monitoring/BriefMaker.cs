using Pipeline.Store;
using Pipeline.Store.HaltFiles;
using Pipeline.Store.Queries;
using Pipeline.Store.Steps;
using Pipeline.Store.Tables;
using Pipeline.Trading.Incidents;
using Pipeline.Trading.Sessions;

namespace Pipeline.Monitoring;

/// <summary>
/// Makes the brief of an incident: gathered on a snapshot beside the writer, then kept with an entry of the journal from which notices are made.
/// About one alert there is no second brief within five minutes, however often it is raised.
/// </summary>
/// <param name="store">The store.</param>
/// <param name="haltFile">The halt file.</param>
/// <param name="calendars">The calendars in force.</param>
/// <param name="readiness">What is well with this process.</param>
/// <param name="clock">The pipeline's time.</param>
public sealed class BriefMaker(IStore store, IHaltFile haltFile, LiveCalendars calendars, Func<IReadOnlyDictionary<string, string>> readiness, TimeProvider clock)
{
    /// <summary>How far back a brief looks that was made by itself.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromHours(1);

    /// <summary>How long one brief about an alert is enough.</summary>
    public static readonly TimeSpan Enough = TimeSpan.FromMinutes(5);

    /// <summary>Makes one, unless there is a new one about the alert already.</summary>
    /// <returns>The brief's id, or null when none was made.</returns>
    public async Task<string?> MakeAsync(BriefTrigger trigger, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (store.Read(session => IsEnough(session, trigger, now)))
        {
            return null;
        }

        var ready = BriefReadiness.Of(readiness());
        var brief = store.Read(session => BriefQuery.Of(session, haltFile, null, Window, ready, now, calendars.Now, trigger));
        var row = new BriefRow { BriefId = trigger.BriefId, Alert = trigger.Alert, At = now, Document = Columns.Json(brief) };
        var made = await store.WriteAsync(
            Turn.Of("briefs"),
            session =>
            {
                if (IsEnough(session, trigger, now) || !BriefTable.TryInsert(session, row))
                {
                    return false;
                }

                JournalTable.Append(session, new JournalEntry(
                    0, now, JournalKinds.BriefMade, null, null, Stages.Monitoring, null,
                    Columns.Json(new { trigger.BriefId, trigger.Alert, trigger.Severity, trigger.Source })));
                return true;
            },
            cancellationToken).ConfigureAwait(false);
        return made ? trigger.BriefId : null;
    }

    private static bool IsEnough(StoreSession session, BriefTrigger trigger, DateTimeOffset now) => BriefTable.IsMadeSince(session, trigger.Alert, now - Enough);
}
