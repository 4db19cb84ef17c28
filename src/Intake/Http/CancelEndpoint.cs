using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Pipeline.Access;
using Pipeline.Access.Http;
using Pipeline.Bus.FollowUps;
using Pipeline.Messages;
using Pipeline.Store;
using Pipeline.Store.Failpoints;
using Pipeline.Store.Steps;

namespace Pipeline.Intake.Http;

/// <summary>The agent's way to take an order back.</summary>
public static class CancelEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapDelete("/v1/orders/{cl_ord_id}", CancelAsync)
        .Demands(Scope.Cancel)
        .Produces(StatusCodes.Status202Accepted)
        .ProducesProblem(StatusCodes.Status400BadRequest)
        .ProducesProblem(StatusCodes.Status404NotFound)
        .ProducesProblem(StatusCodes.Status409Conflict)
        .ProducesProblem(StatusCodes.Status503ServiceUnavailable)
        .WithSummary("Cancels what is left of an order and of its line, wherever it is; why=REASON stands in the journal. The same again is answered alike; 409 when it is done already.");

    private static async Task<IResult> CancelAsync(string cl_ord_id, string? why, HttpContext context, AgentCancels cancels, FollowUpDispatcher dispatcher)
    {
        var reason = why?.Trim() ?? AgentCancels.NoReason;
        if (Actor.WhyFault(reason) is { } fault)
        {
            return Problems.BadReason($"why {fault}. It can be left out.");
        }

        Failpoints.Hit(Failpoint.Http, Failpoint.Received);
        try
        {
            switch (await cancels.CancelAsync(cl_ord_id, context.Caller(), reason).ConfigureAwait(false))
            {
                case ActResult.Done done:
                    Failpoints.Hit(Failpoint.Http, Failpoint.Recorded);
                    dispatcher.PublishInBackground(Failpoint.Http, done.FollowUps);
                    return Results.Json(new { done = done.What }, PipelineJson.Options, statusCode: StatusCodes.Status202Accepted);
                case ActResult.Refused { Code: ActedOn.Ambiguous } ambiguous:
                    return Problems.Ambiguous(ambiguous.Why);
                case ActResult.Refused refused:
                    return Problems.OrderDone(refused.Why);
                default:
                    return Problems.NotFound(cl_ord_id);
            }
        }
        catch (StoreUnavailableException e)
        {
            return Problems.StoreUnavailable(context, e);
        }
        catch (FactsUnavailableException e)
        {
            return Problems.NotNow(context, "Intake is not open yet", "intake-closed", e);
        }
    }
}
