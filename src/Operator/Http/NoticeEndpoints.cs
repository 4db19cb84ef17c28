using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Pipeline.Access;
using Pipeline.Access.Http;
using Pipeline.Messages;
using Pipeline.Store;
using Pipeline.Store.Steps;
using Pipeline.Store.Tables;

namespace Pipeline.Operator.Http;

/// <summary>Notices to OpenClaw, over HTTP.</summary>
public static class NoticeEndpoints
{
    private const string AllDead = "dead";
    private const int LargestPage = 500;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/notices", List)
            .Demands(Scope.Viewer)
            .Produces<IReadOnlyList<NoticeView>>()
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .WithSummary("Notices to OpenClaw, the oldest first: state (dead, the default, waiting or sent); paging by limit and after, the last id of the page before.");
        routes.MapPost("/v1/notices/{id}:send", (string id, HttpContext context, NoticeActs acts, Operators operators) =>
                operators.ActAsync(context, actor => IdOf(id) is var (known, which) && known
                    ? acts.SendAgainAsync(which, actor)
                    : Task.FromResult<ActResult>(new ActResult.NotFound($"'{id}' is neither a notice's number nor '{AllDead}'"))))
            .Demands(Scope.Operator)
            .WithSummary("Has a dead notice tried again, or all of them with the id 'dead'. Body: {\"why\": ...}.");
    }

    private static (bool IsKnown, long? Id) IdOf(string id) => id == AllDead ? (true, null)
        : long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? (true, number)
        : (false, null);

    private static IResult List(HttpContext context, IStore store)
    {
        var (state, after, limit) = (NoticeState.Dead, 0L, LargestPage);
        foreach (var (name, values) in context.Request.Query)
        {
            var isUnderstood = values is [{ } value] && name switch
            {
                "state" => Enum.GetValues<NoticeState>().Any(known => Columns.Word(known) == value) && (state = Columns.Word<NoticeState>(value)) is var _,
                "after" => long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out after),
                "limit" => int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out limit) && limit is >= 1 and <= LargestPage,
                _ => false,
            };
            if (!isUnderstood)
            {
                return Operators.Problem(
                    "bad-filter", "The filter is not understood", $"{name}: there are state=dead|waiting|sent, limit (1 to {LargestPage}) and after, each once",
                    StatusCodes.Status400BadRequest);
            }
        }

        return Operators.Read(context, () => Results.Json(store.Read(session => NoticeTable.List(session, state, after, limit)).Select(NoticeView.Of), PipelineJson.Options));
    }

    /// <summary>A notice as people are shown it.</summary>
    /// <param name="Id">Its number.</param>
    /// <param name="EventId">What the receiver tells repeats by.</param>
    /// <param name="Kind">What it tells.</param>
    /// <param name="Subject">The order's ClOrdId, or the brief's id.</param>
    /// <param name="MadeAt">When it was made.</param>
    /// <param name="Attempts">How often it was tried.</param>
    /// <param name="LastFailure">Why the last try failed.</param>
    /// <param name="NextAttemptAt">When it is tried next; null when it is dead or sent.</param>
    /// <param name="SentAt">When it was taken in.</param>
    /// <param name="DeadAt">Since when it is dead.</param>
    public sealed record NoticeView(
        long Id, string EventId, string Kind, string Subject, DateTimeOffset MadeAt, int Attempts, string? LastFailure, DateTimeOffset? NextAttemptAt,
        DateTimeOffset? SentAt, DateTimeOffset? DeadAt)
    {
        internal static NoticeView Of(NoticeRow row) => new(
            row.Id, row.EventId, row.Kind, row.Subject, row.MadeAt, row.Attempts, row.LastFailure,
            row.SentAt is null && row.DeadAt is null ? row.NextAttemptAt : null, row.SentAt, row.DeadAt);
    }
}
