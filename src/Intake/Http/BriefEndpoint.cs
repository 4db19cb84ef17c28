using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Pipeline.Access;
using Pipeline.Access.Http;
using Pipeline.Messages;
using Pipeline.Store;
using Pipeline.Trading.Incidents;

namespace Pipeline.Intake.Http;

/// <summary>The way to find out what happened, in one answer: for an agent about its own orders, for people about everything.</summary>
public static class BriefEndpoint
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/incidents/brief", Get)
            .Demands(Scope.Read, Scope.Viewer)
            .Produces<IncidentBrief>()
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable)
            .WithSummary("What happened to a strategy's orders within a window (window=30m, 4h, 7d; an hour unless said otherwise) that ends now or at an instant (at=), and what is in force now: JSON, or format=markdown. alert= names one that it is to be about. strategy_id narrows it where the credentials do not. Words of venues and people stand in fields that end in _untrusted.");
        routes.MapGet("/v1/incidents/briefs/{id}", Find)
            .Demands(Scope.Read, Scope.Viewer)
            .Produces<IncidentBrief>()
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable)
            .WithSummary("A brief that was made by itself when an alert paged, as it was made; a strategy sees its own orders of it, as they stand now. JSON, or format=markdown.");
    }

    private static IResult Get(string? window, string? at, string? alert, string? format, string? strategy_id, HttpContext context, Briefs briefs)
    {
        var caller = context.Caller();
        if (strategy_id is not null && !caller.Sees(strategy_id))
        {
            return RefusalProblem.Of(context, Refusal.StrategyMismatch(caller.StrategyId!));
        }

        return Answer(context, format, () =>
        {
            var (length, end) = (Briefs.Window(window ?? Briefs.DefaultWindow), Instant(at));
            var strategy = caller.StrategyId ?? strategy_id;
            return alert is null || strategy is not null ? briefs.Of(strategy, length, end)
                : AlertGuide.Find(alert) is not null ? briefs.About(alert, length, end)
                : briefs.NewestAbout(alert, length, end);
        });
    }

    private static IResult Find(string id, string? format, HttpContext context, Briefs briefs) => Answer(
        context, format, () => context.Caller().StrategyId is { } strategy ? briefs.Made(id, strategy) : briefs.Made(id));

    private static IResult Answer(HttpContext context, string? format, Func<IncidentBrief?> make)
    {
        if (format is not (null or "json" or "markdown"))
        {
            return Problems.BadFilter("format", $"'{format}' is neither json nor markdown");
        }

        try
        {
            return make() is not { } brief
                ? Results.Problem("No such alert was raised within the window, no brief was made about one of that name within it, or there is no brief of this id.", statusCode: StatusCodes.Status404NotFound, title: "No such brief")
                : format == "markdown" ? Results.Text(BriefMarkdown.Of(brief), "text/markdown") : Results.Json(brief, PipelineJson.Options);
        }
        catch (FormatException e)
        {
            return Problems.BadFilter("window, at", e.Message);
        }
        catch (StoreUnavailableException e)
        {
            return Problems.StoreUnavailable(context, e);
        }
    }

    private static DateTimeOffset? Instant(string? at) => at is null ? null
        : DateTimeOffset.TryParse(at, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant) && instant.UtcDateTime.Year > 1970 ? instant.ToUniversalTime()
        : throw new FormatException($"'{at}' is no instant: write 2026-03-02T15:00:00Z");
}
