using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Pipeline.Access;
using Pipeline.Access.Http;
using Pipeline.Messages;

namespace Pipeline.Operator.Http;

/// <summary>The way to the venue over HTTP.</summary>
public static class VenueEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/venue-health", (HttpContext context, VenueActs acts) => Operators.Read(context, () => Results.Json(acts.Look(), PipelineJson.Options)))
            .Demands(Scope.Viewer)
            .Produces<VenueHealthView>()
            .WithSummary("How the way to the venue is, as every process that calls it says, each with how long ago.");
        routes.MapPost("/v1/venue-health:end-pause", (HttpContext context, VenueActs acts, Operators operators) =>
                operators.ActAsync(context, acts.EndPauseAsync))
            .Demands(Scope.Approver)
            .WithSummary("Has every process call the venue again that it leaves alone; a venue that still refuses asks for a pause anew. Body: {\"why\": ...}.");
    }
}
