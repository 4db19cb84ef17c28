using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Pipeline.Access;
using Pipeline.Access.Http;
using Pipeline.Messages;
using Pipeline.Store;
using Pipeline.Store.Tables;

namespace Pipeline.Operator.Http;

/// <summary>Strategies that are shut out for doing the same too often, over HTTP.</summary>
public static class ThrottleEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/throttles", (HttpContext context, IStore store) =>
                Operators.Read(context, () => Results.Json(store.Read(ThrottleTable.AllShut), PipelineJson.Options)))
            .Demands(Scope.Viewer)
            .Produces<IReadOnlyList<Throttle>>()
            .WithSummary("The throttles that are shut: nothing of the strategy is let through in the symbol and on the side until an operator opens it.");
        routes.MapPost("/v1/throttles/{id:long}:open", (long id, HttpContext context, ThrottleActs acts, Operators operators) =>
                operators.ActAsync(context, actor => acts.OpenAsync(id, actor)))
            .Demands(Scope.Approver)
            .WithSummary("Opens a throttle; what comes from now on is counted from nothing. Body: {\"why\": ...}.");
    }
}
