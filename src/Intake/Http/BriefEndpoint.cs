using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Pipeline.Access;
using Pipeline.Access.Http;
using Pipeline.Messages;
using Pipeline.Store;
using Pipeline.Trading.Incidents;

namespace Pipeline.Intake.Http;

/// <summary>The agent's way to find out what happened to its orders, in one answer.</summary>
public static class BriefEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/v1/incidents/brief", Get)
        .Demands(Scope.Read, Scope.Viewer)
        .Produces<IncidentBrief>()
        .ProducesProblem(StatusCodes.Status400BadRequest)
        .ProducesProblem(StatusCodes.Status503ServiceUnavailable)
        .WithSummary("What happened to a strategy's orders within a window (window=30m, 4h, 7d; an hour unless said otherwise) and what is in force now: JSON, or format=markdown. strategy_id narrows it where the credentials do not. Words of venues and people stand in fields that end in _untrusted.");

    private static IResult Get(string? window, string? format, string? strategy_id, HttpContext context, Briefs briefs)
    {
        if (format is not (null or "json" or "markdown"))
        {
            return Problems.BadFilter("format", $"'{format}' is neither json nor markdown");
        }

        var caller = context.Caller();
        if (strategy_id is not null && !caller.Sees(strategy_id))
        {
            return RefusalProblem.Of(context, Refusal.StrategyMismatch(caller.StrategyId!));
        }

        try
        {
            var brief = briefs.Of(caller.StrategyId ?? strategy_id, Briefs.Window(window ?? Briefs.DefaultWindow));
            return format == "markdown" ? Results.Text(BriefMarkdown.Of(brief), "text/markdown") : Results.Json(brief, PipelineJson.Options);
        }
        catch (FormatException e)
        {
            return Problems.BadFilter("window", e.Message);
        }
        catch (StoreUnavailableException e)
        {
            return Problems.StoreUnavailable(context, e);
        }
    }
}
