using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Pipeline.Access;
using Pipeline.Access.Http;
using Pipeline.Messages;
using Pipeline.Store;
using Pipeline.Store.Queries;
using Pipeline.Trading.Worklists;

namespace Pipeline.Operator.Http;

/// <summary>What needs a person, over HTTP.</summary>
public static class WorklistEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/v1/worklist", (HttpContext context, IStore store, TimeProvider clock) => Operators.Read(context, () =>
            Results.Json(store.Read(session => WorklistQuery.All(session, clock.GetUtcNow())), PipelineJson.Options)))
        .Demands(Scope.Viewer)
        .Produces<IReadOnlyList<WorkItem>>()
        .WithSummary("What needs a person, oldest and costliest first: groups of dead letters, held orders, approvals, unresolved and stuck orders, escalated remainders, open breaks; each with its safe next acts as commands.");
}
