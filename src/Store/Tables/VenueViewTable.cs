using System.Text.Json;
using Pipeline.Messages;

namespace Pipeline.Store.Tables;

/// <summary>How each process that calls the venue sees the way to it. Times are of the machine's clock, never of a rehearsal's: they speak of processes.</summary>
public static class VenueViewTable
{
    /// <summary>Puts a process's view in the place of its earlier one.</summary>
    public static void Save(StoreSession session, VenueView view) => session.Execute(
        """
        INSERT INTO venue_views (process, venue, said_at, document) VALUES (@Process, @Venue, @SaidAt, @document)
        ON CONFLICT (process) DO UPDATE SET venue = excluded.venue, said_at = excluded.said_at, document = excluded.document
        """,
        new { view.Process, view.Venue, view.SaidAt, document = Columns.Json(view) });

    /// <summary>A process calls the venue no more.</summary>
    public static void Remove(StoreSession session, string process) => session.Execute("DELETE FROM venue_views WHERE process = @process", new { process });

    /// <summary>Forgets processes that have said nothing since.</summary>
    public static void Forget(StoreSession session, DateTimeOffset before) => session.Execute("DELETE FROM venue_views WHERE said_at < @before", new { before });

    /// <summary>Every process's view of a venue, by the process's name.</summary>
    public static IReadOnlyList<VenueView> All(StoreSession session, string venue) =>
    [
        .. session.Query<string>("SELECT document FROM venue_views WHERE venue = @venue ORDER BY process", new { venue })
            .Select(document => JsonSerializer.Deserialize<VenueView>(document, PipelineJson.Options)!),
    ];
}
