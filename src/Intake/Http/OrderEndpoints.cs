using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Pipeline.Access;
using Pipeline.Access.Http;
using Pipeline.Messages;
using Pipeline.Store;
using Pipeline.Store.Queries;
using Pipeline.Store.Steps;
using Pipeline.Store.Tables;
using Pipeline.Store.Timelines;

namespace Pipeline.Intake.Http;

/// <summary>What became of the orders: a list, one order, and its whole life.</summary>
public static class OrderEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/orders", List)
            .Demands(Scope.Read, Scope.Viewer)
            .Produces<IReadOnlyList<OrderView>>()
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .WithSummary("Orders in order of arrival: filters state, ord_status, symbol, side, strategy_id, rebalance_id, portfolio, intent_id; newest_first=true turns the order round; paging by limit and after. The next page is in the Link header.");
        routes.MapGet("/v1/orders/{cl_ord_id}", (string cl_ord_id, IStore store, HttpContext context) =>
                One(context, store, cl_ord_id, (_, order) => order))
            .Demands(Scope.Read, Scope.Viewer)
            .Produces<OrderView>()
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .WithSummary("One order with its fills, by its ClOrdId or by the venue's OrderId.");
        routes.MapGet("/v1/orders/{cl_ord_id}/timeline", (string cl_ord_id, IStore store, HttpContext context) =>
                One(context, store, cl_ord_id, (session, order) => Timeline.Of(session, order.ClOrdId, order.IntentId)))
            .Demands(Scope.Read, Scope.Viewer)
            .Produces<IReadOnlyList<TimelineEntry>>()
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .WithSummary("Everything that happened to an order, in order, each entry with a summary for people and the facts it saw. By ClOrdId or by the venue's OrderId.");
    }

    private static IResult List(HttpContext context, IStore store)
    {
        var (filter, problem) = OrderFilterQuery.Parse(context.Request.Query);
        var caller = context.Caller();
        if (filter.StrategyId is { } asked && !caller.Sees(asked))
        {
            return RefusalProblem.Of(context, Refusal.StrategyMismatch(caller.StrategyId!));
        }

        filter = filter with { StrategyId = filter.StrategyId ?? caller.StrategyId };
        return problem ?? Read(context, () =>
        {
            var (orders, next) = store.Read(session => OrderQueries.List(session, filter));
            if (next is { } cursor)
            {
                var query = context.Request.Query
                    .Where(pair => pair.Key != "after")
                    .Select(pair => $"{Uri.EscapeDataString(pair.Key)}={Uri.EscapeDataString(pair.Value.ToString())}")
                    .Append($"after={cursor}");
                context.Response.Headers.Link = $"<{context.Request.PathBase}{context.Request.Path}?{string.Join('&', query)}>; rel=\"next\"";
            }

            return Json(orders);
        });
    }

    private static IResult One(HttpContext context, IStore store, string id, Func<StoreSession, OrderView, object> show) =>
        Read(context, () => store.Read(session => Named(session, id, context.Caller()) switch
        {
            [] when RestorationTable.IsImporting(session) => Problems.NotImported(context),
            [] => Problems.NotFound(id),
            [var order] => Json(show(session, order)),
            var several => Problems.Ambiguous(ActedOn.Several(id, [.. several.Select(order => order.ClOrdId)])),
        }));

    // What is another strategy's is not there.
    private static List<OrderView> Named(StoreSession session, string id, Caller caller) =>
        [.. OrderQueries.Named(session, id).Select(clOrdId => OrderQueries.Find(session, clOrdId)!).Where(order => caller.Sees(order.StrategyId))];

    private static IResult Read(HttpContext context, Func<IResult> read)
    {
        try
        {
            return read();
        }
        catch (StoreUnavailableException e)
        {
            return Problems.StoreUnavailable(context, e);
        }
    }

    private static IResult Json(object value) => Results.Json(value, PipelineJson.Options);
}
