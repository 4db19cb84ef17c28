using System.Text.Json;
using Pipeline.Store;
using Pipeline.Store.Tables;
using Pipeline.Trading.Sessions;

namespace Pipeline.Monitoring;

/// <summary>
/// Looks at every claim again, by other means than the gate that granted it, for what must never happen. What it finds is a fault of the
/// pipeline: a person is called.
/// </summary>
internal static class NeverEvents
{
    // A closure that was announced just now was not known when the claim was granted.
    private static readonly TimeSpan Announced = TimeSpan.FromMinutes(1);

    /// <summary>What is wrong with a claim.</summary>
    /// <param name="session">A snapshot in which the claim is.</param>
    /// <param name="claim">The entry of the claim.</param>
    /// <param name="calendars">The calendars in force.</param>
    public static IEnumerable<(Alert Alert, object Facts)> Of(StoreSession session, JournalEntry claim, SessionCalendars calendars)
    {
        using var document = JsonDocument.Parse(claim.Data);
        var data = document.RootElement;
        var attempt = data.GetProperty("attempt").GetInt32();
        List<(Alert, object)> found = [];
        if (attempt > 1 && ClaimTable.OfOrder(session, claim.ClOrdId!).Where(other => other.Attempt < attempt && !other.IsProvenAbsent).ToList() is [var standing, ..])
        {
            found.Add((Alert.DuplicateSubmission, new { attempt, stands = standing.Attempt, standing.Outcome }));
        }

        if (SessionFault(session, claim, data, calendars) is { } why)
        {
            found.Add((Alert.SubmittedOutsideSession, new { attempt, why }));
        }

        return found;
    }

    private static string? SessionFault(StoreSession session, JournalEntry claim, JsonElement data, SessionCalendars calendars)
    {
        var saw = data.GetProperty("saw");
        var status = saw.GetProperty("session").GetString();
        if (status != nameof(SessionStatus.Open))
        {
            var isKept = status == nameof(SessionStatus.Closed) && saw.GetProperty("policy").GetString() == Columns.Word(ClosedMarketPolicy.SendQueued);
            return isKept ? null : $"granted while the session was {status}";
        }

        var sent = data.GetProperty("sent");
        var tif = sent.GetProperty("time_in_force").GetString();
        if (tif is "opg" or "cls" or "extended_hours" || calendars.IsOpen(sent.GetProperty("symbol").GetString()!, claim.At) || IsAnnouncedSince(session, claim.At - Announced))
        {
            return null;
        }

        return "granted as in session, and the calendar says that the market was closed";
    }

    private static bool IsAnnouncedSince(StoreSession session, DateTimeOffset since) => session.Scalar<bool>(
        $"SELECT EXISTS (SELECT 1 FROM journal WHERE {Store.Queries.JournalEvents.Kinds} AND kind = 'SessionOverridesChanged' AND at >= @since)", new { since });
}
