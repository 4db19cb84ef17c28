using System.Text.Json;
using Microsoft.AspNetCore.Routing;
using Pipeline.Access;
using Pipeline.Access.Http;
using Pipeline.Monitoring;
using Pipeline.Store;

namespace Pipeline.Host.Http;

/// <summary>Where a monitoring system tells of its alerts, so that a brief is made and OpenClaw hears of it.</summary>
internal static class AlertEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/v1/incidents/alerts", TakeAsync)
        .Demands(Scope.Viewer)
        .Produces<ToldAnswer>()
        .ProducesProblem(StatusCodes.Status400BadRequest)
        .ProducesProblem(StatusCodes.Status503ServiceUnavailable)
        .WithSummary("Takes a notification of Alertmanager, or of Grafana's webhook: for each alert of ours that fires and pages a brief is made, once for each time that it has begun, unless there is one of the last five minutes.");

    private static async Task<IResult> TakeAsync(HttpContext context, BriefMaker briefs, TimeProvider clock, CancellationToken cancellationToken)
    {
        try
        {
            using var document = await JsonDocument.ParseAsync(context.Request.Body, cancellationToken: cancellationToken).ConfigureAwait(false);

            // Alertmanager speaks of the machine's time; a rehearsal has another.
            var (pages, unknown) = ToldAlerts.Of(document.RootElement, clock.GetUtcNow());
            List<string> made = [];
            foreach (var page in pages)
            {
                if (await briefs.MakeAsync(page, cancellationToken).ConfigureAwait(false) is { } id)
                {
                    made.Add(id);
                }
            }

            return Results.Json(new ToldAnswer(made, pages.Count - made.Count, unknown), Messages.PipelineJson.Options);
        }
        catch (Exception e) when (e is JsonException or FormatException)
        {
            return Results.Problem(e is JsonException ? "The body is no JSON" : e.Message, statusCode: StatusCodes.Status400BadRequest, title: "Not understood");
        }
        catch (StoreUnavailableException e)
        {
            return Results.Problem(e.Message, statusCode: StatusCodes.Status503ServiceUnavailable, title: "The store is away");
        }
    }
}

/// <param name="Made">Briefs that were made, by id.</param>
/// <param name="Known">Pages about which there is a new brief already.</param>
/// <param name="Unknown">Alerts that are none of the pipeline's.</param>
internal sealed record ToldAnswer(IReadOnlyList<string> Made, int Known, int Unknown);
