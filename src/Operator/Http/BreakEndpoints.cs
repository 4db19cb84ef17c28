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

/// <summary>Where our view and the venue's are not the same, and what an operator does about it, over HTTP.</summary>
public static class BreakEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/breaks", List)
            .Demands(Scope.Viewer)
            .Produces<IReadOnlyList<Break>>()
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .WithSummary("Breaks in the order in which they were raised: filters open (true, the default, or false for all), symbol, kind; paging by limit and after, the last id of the page before.");
        routes.MapGet("/v1/breaks/{id:long}", (long id, HttpContext context, IStore store, TimeProvider clock) => Operators.Read(context, () =>
                store.Read(session => BreakTable.Find(session, id)) is { } found
                    ? Results.Json(found.AsOf(clock.GetUtcNow()), PipelineJson.Options)
                    : Operators.Answer(new ActResult.NotFound($"There is no break {id}"))))
            .Demands(Scope.Viewer)
            .Produces<Break>()
            .ProducesProblem(StatusCodes.Status404NotFound)
            .WithSummary("One break, with both views and its age.");
        routes.MapGet("/v1/awaited-fees", (HttpContext context, IStore store) =>
                Operators.Read(context, () => Results.Json(store.Read(AwaitedFeeTable.All), PipelineJson.Options)))
            .Demands(Scope.Viewer)
            .Produces<IReadOnlyList<AwaitedFeeRow>>()
            .WithSummary("What is missing at the venue that may be a fee which it has taken and not listed yet: no break until the time that it says.");
        routes.MapPost("/v1/breaks/{id:long}:accept", (long id, HttpContext context, BreakActs acts, Operators operators) =>
                operators.ActAsync(context, actor => acts.AcceptAsync(id, actor)))
            .Demands(Scope.Approver)
            .WithSummary("Lets a break stand: it is raised again when it has changed or has been away, and orders held for it go through the checks again. Body: {\"why\": ...}.");
        routes.MapPost("/v1/breaks/{id:long}:adjust", (long id, HttpContext context, BreakActs acts, Operators operators) =>
                operators.ActAsync(context, actor => acts.AdjustAsync(id, actor)))
            .Demands(Scope.Approver)
            .WithSummary("Makes our position or cash the venue's by a ledger entry that names you and the reason. Body: {\"why\": ...}.");
    }

    private static IResult List(HttpContext context, IStore store, TimeProvider clock)
    {
        var (filter, fault) = BreakFilterQuery.Parse(context.Request.Query);
        return fault is null
            ? Operators.Read(context, () => Results.Json(store.Read(session => BreakTable.List(session, filter)).Select(found => found.AsOf(clock.GetUtcNow())), PipelineJson.Options))
            : Operators.Problem("bad-filter", "The filter is not understood", fault, StatusCodes.Status400BadRequest);
    }
}
