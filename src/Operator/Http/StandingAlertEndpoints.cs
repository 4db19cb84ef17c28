using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Pipeline.Access;
using Pipeline.Access.Http;
using Pipeline.Messages;
using Pipeline.Store;
using Pipeline.Store.Tables;

namespace Pipeline.Operator.Http;

/// <summary>Alerts that stand in the worklist by themselves, over HTTP.</summary>
public static class StandingAlertEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/alerts", (HttpContext context, IStore store, TimeProvider clock) =>
                Operators.Read(context, () => Results.Json(store.Read(session => StandingAlertTable.All(session, clock.GetUtcNow())), PipelineJson.Options)))
            .Demands(Scope.Viewer)
            .Produces<IReadOnlyList<StandingAlert>>()
            .WithSummary("The alerts that wait for a person and of which no order, break, halt, throttle or dead letter tells, the oldest first.");
        routes.MapPost("/v1/alerts/{id:long}:acknowledge", (long id, HttpContext context, AlertActs acts, Operators operators) =>
                operators.ActAsync(context, actor => acts.AcknowledgeAsync(id, actor)))
            .Demands(Scope.Operator)
            .WithSummary("Says that an alert was seen and is taken care of: it leaves the worklist until it is raised again. Body: {\"why\": ...}.");
    }
}
