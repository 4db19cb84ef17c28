using Microsoft.AspNetCore.Http.Json;
using Pipeline.Access;
using Pipeline.Access.Http;
using Pipeline.Intake.Http;
using Pipeline.Intake.Mcp;
using Pipeline.Messages;
using Pipeline.Operator.Http;
using Pipeline.Store.Steps;
using Pipeline.WebConsole;
using Prometheus;

namespace Pipeline.Host.Http;

/// <summary>The HTTP API of a process: the agent's door where intake is hosted, people's where the operator's worker is, health and metrics everywhere.</summary>
internal static class Api
{
    public static void AddServices(IServiceCollection services)
    {
        services.AddSingleton<VenueWatching>();
        services.AddSingleton<Metering.IProcessGauge>(provider => provider.GetRequiredService<VenueWatching>());
        services.AddSingleton<Readiness>();
        services.AddSingleton<Intake.IProcessReadiness>(provider => provider.GetRequiredService<Readiness>());
        services.AddSingleton<Intake.Briefs>();
        services.AddSingleton<Metering.IProcessGauge, ReadyGauge>();
        services.AddProblemDetails();
        services.AddOpenApi("v1");
        services.Configure<JsonOptions>(json =>
        {
            json.SerializerOptions.PropertyNamingPolicy = PipelineJson.Options.PropertyNamingPolicy;
            json.SerializerOptions.DefaultIgnoreCondition = PipelineJson.Options.DefaultIgnoreCondition;
            foreach (var converter in PipelineJson.Options.Converters)
            {
                json.SerializerOptions.Converters.Add(converter);
            }
        });
    }

    public static void Map(WebApplication app, IReadOnlyList<string> workers)
    {
        app.UseExceptionHandler();
        app.UseStatusCodePages();
        app.UseMiddleware<Door>();
        McpEndpoint.UseGate(app);
        app.MapGet("/health/live", () => Results.Json(new { status = "live" })).WithSummary("The process runs.");
        app.MapGet("/health/ready", (Readiness readiness) => readiness.Check() is var report && report.IsReady
                ? Results.Json(report)
                : Results.Json(report, statusCode: StatusCodes.Status503ServiceUnavailable))
            .Produces<ReadinessReport>()
            .Produces<ReadinessReport>(StatusCodes.Status503ServiceUnavailable)
            .WithSummary("Whether everything the process needs is there, and what is missing.");
        app.MapMetrics("/metrics").Demands(Scope.Viewer);
        app.MapOpenApi("/openapi/{documentName}.json");
        if (workers.Contains(Stages.Intake))
        {
            IntentEndpoints.Map(app);
            CancelEndpoint.Map(app);
            McpEndpoint.Map(app);
        }

        // Agents look at their orders at intake's door and people at the operator's, which may be processes of their own.
        if (workers.Contains(Stages.Intake) || workers.Contains(Stages.Operator))
        {
            OrderEndpoints.Map(app);
            BriefEndpoint.Map(app);
        }

        if (workers.Contains(Stages.Operator))
        {
            OperatorEndpoints.Map(app);
            BreakEndpoints.Map(app);
            MarketEndpoints.Map(app);
            ThrottleEndpoints.Map(app);
            VenueEndpoints.Map(app);
            StandingAlertEndpoints.Map(app);
            KeyEndpoints.Map(app);
            NoticeEndpoints.Map(app);
            AlertEndpoint.Map(app);
            DeadLetterEndpoints.Map(app);
            ReplayRunEndpoints.Map(app);
            WorklistEndpoint.Map(app);
            ConsoleRegistration.Map(app);
        }
    }
}
