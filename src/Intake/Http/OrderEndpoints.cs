using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Pipeline.Messages;
using Pipeline.Store;
using Pipeline.Store.Queries;
using Pipeline.Store.Tables;

namespace Pipeline.Intake.Http;

/// <summary>What became of the orders: a list, one order, and its whole life.</summary>
public static class OrderEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/orders", List)
            .Produces<IReadOnlyList<OrderView>>()
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .WithSummary("Orders in order of arrival: filters state, ord_status, symbol, side, strategy_id, rebalance_id, portfolio, intent_id; paging by limit and after. The next page is in the Link header.");
        routes.MapGet("/v1/orders/{cl_ord_id}", (string cl_ord_id, IStore store, HttpContext context) => Read(
                context, () => store.Read(session => OrderQueries.Find(session, cl_ord_id)) is { } order ? Json(order) : Problems.NotFound(cl_ord_id)))
            .Produces<OrderView>()
            .ProducesProblem(StatusCodes.Status404NotFound)
            .WithSummary("One order with its fills.");
        routes.MapGet("/v1/orders/{cl_ord_id}/timeline", (string cl_ord_id, IStore store, HttpContext context) => Read(
                context, () => store.Read(session => Timeline(session, cl_ord_id)) is { } timeline ? Json(timeline) : Problems.NotFound(cl_ord_id)))
            .ProducesProblem(StatusCodes.Status404NotFound)
            .WithSummary("Everything that happened to an order, in order, with the facts each decision saw.");
    }

    private static IResult List(HttpContext context, IStore store)
    {
        var (filter, problem) = OrderFilterQuery.Parse(context.Request.Query);
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

    private static object? Timeline(StoreSession session, string clOrdId) => OrderTable.Find(session, clOrdId) is { } order
        ? JournalTable.OfOrder(session, clOrdId, order.IntentId).Select(entry => new
        {
            entry.Seq, entry.At, entry.Kind, entry.Stage, entry.Pass, data = JsonSerializer.Deserialize<JsonElement>(entry.Data),
        })
        : null;

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
