using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Pipeline.Access;
using Pipeline.Access.Http;
using Pipeline.Bus.FollowUps;
using Pipeline.Intake.Checks;
using Pipeline.Messages.Intents;
using Pipeline.Store;
using Pipeline.Store.Failpoints;
using Pipeline.Trading.Intents;

namespace Pipeline.Intake.Http;

/// <summary>Publishing an intent, asking about one, its schema.</summary>
public static class IntentEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/v1/intents", PostAsync)
            .DemandsAsWebhook(Scope.Submit)
            .Accepts<Intent>("application/json", "*/*")
            .Produces<IntentReceipt>(StatusCodes.Status202Accepted)
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status413PayloadTooLarge)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable)
            .WithSummary("Publishes an intent. The same intent again returns the earlier orders, marked as duplicates.");
        routes.MapPost("/v1/intents:check", CheckAsync)
            .Demands(Scope.Submit)
            .Accepts<Intent>("application/json", "*/*")
            .Produces<IntentCheck>()
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status413PayloadTooLarge)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable)
            .WithSummary("What would happen to an intent, line by line: every rule with its facts and limits, the session, halts, and the order that is in a line's slot. Nothing is recorded.");
        routes.MapGet("/v1/intents/schema", () => Results.Text(IntentSchema.Json, "application/schema+json"))
            .WithSummary("The JSON Schema of an intent.");
    }

    private static async Task<IResult> PostAsync(
        HttpContext context, [FromHeader(Name = "Idempotency-Key")] string? idempotencyKey, Stage stage, Refusals refusals, FollowUpDispatcher dispatcher)
    {
        Failpoints.Hit(Failpoint.Http, Failpoint.Received);
        try
        {
            // Recording goes on when the caller goes away: it will ask again, and must find one answer.
            return await stage.TakeAsync(await SubmittedAsync(context, idempotencyKey).ConfigureAwait(false), CancellationToken.None).ConfigureAwait(false) switch
            {
                IntakeResult.Taken taken => Accepted(taken, dispatcher),
                IntakeResult.Refused refused => Problems.Refused(refused.Faults),
                IntakeResult.Conflict conflict => Problems.Conflict(conflict.Lines),
                IntakeResult.NotAllowed notAllowed => NotAllowed(context, notAllowed.Refusal, refusals),
                var other => throw new InvalidOperationException($"Not an intake result: {other}"),
            };
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

    private static async Task<IResult> CheckAsync(
        HttpContext context, [FromHeader(Name = "Idempotency-Key")] string? idempotencyKey, IntentChecks checks, Refusals refusals)
    {
        try
        {
            return await checks.CheckAsync(await SubmittedAsync(context, idempotencyKey).ConfigureAwait(false), context.RequestAborted).ConfigureAwait(false) switch
            {
                CheckResult.Refused refused => Problems.Refused(refused.Faults),
                CheckResult.NotAllowed notAllowed => NotAllowed(context, notAllowed.Refusal, refusals),
                CheckResult.Checked { Answer: var answer } => Results.Json(answer, Messages.PipelineJson.Options),
                var other => throw new InvalidOperationException($"Not a check's result: {other}"),
            };
        }
        catch (StoreUnavailableException e)
        {
            return Problems.StoreUnavailable(context, e);
        }
        catch (FactsUnavailableException e)
        {
            return Problems.NotNow(context, "Nobody can say yet what would happen", "facts-unavailable", e);
        }
    }

    private static IResult Accepted(IntakeResult.Taken taken, FollowUpDispatcher dispatcher)
    {
        Failpoints.Hit(Failpoint.Http, Failpoint.Recorded);
        dispatcher.PublishInBackground(Failpoint.Http, taken.FollowUps);
        return Results.Json(taken.Receipt, Messages.PipelineJson.Options, statusCode: StatusCodes.Status202Accepted);
    }

    private static IResult NotAllowed(HttpContext context, Refusal refusal, Refusals refusals)
    {
        refusals.Note(refusal, Refusals.Http, context.Caller().Name, context.Connection.RemoteIpAddress?.ToString());
        return RefusalProblem.Of(context, refusal);
    }

    private static async Task<Submitted> SubmittedAsync(HttpContext context, string? idempotencyKey)
    {
        var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body).ConfigureAwait(false);
        return new Submitted(body.ToArray(), "http", idempotencyKey) { Caller = context.Caller(), Signature = context.Signature() };
    }
}
