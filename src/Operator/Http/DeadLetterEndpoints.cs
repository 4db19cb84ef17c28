using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Pipeline.Access;
using Pipeline.Access.Http;
using Pipeline.Messages;
using Pipeline.Operator.DeadLetters;
using Pipeline.Store;
using Pipeline.Store.Queries;
using Pipeline.Store.Steps;
using Pipeline.Store.Tables;
using Pipeline.Trading.DeadLetters;

namespace Pipeline.Operator.Http;

/// <summary>Dead letters, and what an operator does about one, over HTTP.</summary>
public static class DeadLetterEndpoints
{
    /// <summary>Most bytes of an edit: as text within JSON a message of the largest size may be several times as long.</summary>
    private const int LargestEdit = 8 * RequestBody.Largest;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/dead-letters", List)
            .Demands(Scope.Viewer)
            .Produces<IReadOnlyList<DeadLetterView>>()
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .WithSummary("Dead letters, the newest first: filters state (open, the default, replayed, discarded or all), stage, reason, symbol, strategy_id, cl_ord_id, group, older_than; paging by limit and before, the last id of the page before.");
        routes.MapGet("/v1/dead-letters/groups", Groups)
            .Demands(Scope.Viewer)
            .Produces<IReadOnlyList<DeadLetterGroup>>()
            .WithSummary("Dead letters that are alike, of one stage, exception and reason, as groups: the one with the oldest first. Filter state (open, the default, replayed or discarded).");
        routes.MapGet("/v1/dead-letters/dry-run", DryRuns)
            .Demands(Scope.Viewer)
            .Produces<IReadOnlyList<DryRun>>()
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .WithSummary("What a replay of each would do now: which check would pass, what has expired, which order is done. Filters and paging as of the list; nothing is recorded.");
        routes.MapGet("/v1/dead-letters/{id:long}", (long id, HttpContext context, IStore store, TimeProvider clock) => Operators.Read(context, () =>
                store.Read(session => DeadLetterDetail.Find(session, id, PreviewOf(context), clock.GetUtcNow())) is { } found
                    ? Results.Json(found, PipelineJson.Options)
                    : Missing(id)))
            .Demands(Scope.Viewer)
            .Produces<DeadLetterDetail>()
            .ProducesProblem(StatusCodes.Status404NotFound)
            .WithSummary("One dead letter: its message byte for byte, its headers, its exception, what an operator has edited, and what a replay would do now.");
        routes.MapGet("/v1/dead-letters/{id:long}/history", (long id, HttpContext context, IStore store) => Operators.Read(context, () =>
                store.Read(session => DeadLetterTable.Find(session, id) is null ? null : DeadLetterHistoryTable.Of(session, id)) is { } history
                    ? Results.Json(history, PipelineJson.Options)
                    : Missing(id)))
            .Demands(Scope.Viewer)
            .Produces<IReadOnlyList<DeadLetterEvent>>()
            .ProducesProblem(StatusCodes.Status404NotFound)
            .WithSummary("Everything that happened to a dead letter: each failure, and each act with who, why and what came of it.");
        MapActs(routes);
    }

    private static void MapActs(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/v1/dead-letters/{id:long}:replay", (long id, HttpContext context, DeadLetterActs acts, Operators operators) =>
                operators.ActAsync(context, actor => acts.ReplayAsync(id, actor)))
            .Demands(Scope.Operator)
            .WithSummary("Replays a dead letter: an order never sent goes through every check again, one that may have been sent is asked about, a venue's word is applied once. Body: {\"why\": ...}.");
        routes.MapPost("/v1/dead-letters/{id:long}:edit", (long id, HttpContext context, DeadLetterActs acts, Operators operators) =>
                operators.ActAsync<EditBody>(context, (actor, body) => acts.EditAsync(id, body.Body, actor)))
            .Demands(Scope.Operator)
            .WithMetadata(new LargestBody(LargestEdit))
            .WithSummary("Gives the message that a replay sends; the original is kept. It can't become one of another order. Body: {\"why\": ..., \"body\": the message as text}.");
        routes.MapPost("/v1/dead-letters/{id:long}:discard", (long id, HttpContext context, DeadLetterActs acts, Operators operators) =>
                operators.ActAsync(context, actor => acts.DiscardAsync(id, actor)))
            .Demands(Scope.Operator)
            .WithSummary("Decides that nothing is to come of a dead letter; its order stays parked. Body: {\"why\": ...}.");
        routes.MapPost("/v1/dead-letters/{id:long}:undo", (long id, HttpContext context, DeadLetterActs acts, Operators operators) =>
                operators.ActAsync(context, actor => acts.UndoAsync(id, actor)))
            .Demands(Scope.Operator)
            .WithSummary("Takes a discard back. Body: {\"why\": ...}.");
    }

    private static IResult List(HttpContext context, IStore store, TimeProvider clock)
    {
        var now = clock.GetUtcNow();
        return OfPage(context, now, page => Results.Json(
            store.Read(session => DeadLetterQueries.List(session, page.Filter, page.Limit, page.Before)).Select(row => DeadLetterView.Of(row, now)), PipelineJson.Options));
    }

    private static IResult DryRuns(HttpContext context, IStore store, TimeProvider clock)
    {
        var now = clock.GetUtcNow();
        return OfPage(context, now, page => Results.Json(
            store.Read(session => DeadLetterQueries.List(session, page.Filter, page.Limit, page.Before).Select(row => DryRun.Of(session, row, PreviewOf(context), now)).ToList()),
            PipelineJson.Options));
    }

    private static IResult Groups(HttpContext context, IStore store)
    {
        var state = DeadLetterState.Open;
        foreach (var (name, values) in context.Request.Query)
        {
            if (name != "state" || values is not [{ } value] || !Enum.GetValues<DeadLetterState>().Any(known => Columns.Word(known) == value))
            {
                return Operators.Problem("bad-filter", "The filter is not understood", $"{name}={values}: there is state=open|replayed|discarded, once", StatusCodes.Status400BadRequest);
            }

            state = Columns.Word<DeadLetterState>(value);
        }

        return Operators.Read(context, () => Results.Json(store.Read(session => DeadLetterGroupTable.List(session, state)), PipelineJson.Options));
    }

    private static IResult OfPage(HttpContext context, DateTimeOffset now, Func<DeadLetterPage, IResult> read)
    {
        var (page, fault) = DeadLetterFilterQuery.Parse(context.Request.Query, now);
        return fault is null
            ? Operators.Read(context, () => read(page))
            : Operators.Problem("bad-filter", "The filter is not understood", fault, StatusCodes.Status400BadRequest);
    }

    // Only a process that hosts intake can say what the checks would.
    private static ICheckPreview? PreviewOf(HttpContext context) => context.RequestServices.GetService<ICheckPreview>();

    private static IResult Missing(long id) => Operators.Answer(new ActResult.NotFound($"There is no dead letter {id}"));
}

/// <summary>What an edit says.</summary>
public sealed record EditBody : ActBody
{
    /// <summary>The message as it is to be.</summary>
    public required string Body { get; init; }
}
