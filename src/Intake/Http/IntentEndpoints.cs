using System.Buffers;
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

/// <summary>The agent's door: publish an intent, read its schema.</summary>
public static class IntentEndpoints
{
    /// <summary>One byte more than the parser takes, so that it is the parser which says that a document is too large.</summary>
    private const int LargestBody = (64 * 1024) + 1;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/v1/intents", PostAsync)
            .Demands(Scope.Submit)
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
        HttpRequest request, [FromHeader(Name = "Idempotency-Key")] string? idempotencyKey, Stage stage, FollowUpDispatcher dispatcher, CancellationToken cancellationToken)
    {
        var body = await ReadAsync(request, cancellationToken).ConfigureAwait(false);
        Failpoints.Hit(Failpoint.Http, Failpoint.Received);
        try
        {
            // Recording goes on when the caller goes away: it will ask again, and must find one answer.
            return await stage.TakeAsync(new Submitted(body, "http", idempotencyKey), CancellationToken.None).ConfigureAwait(false) switch
            {
                IntakeResult.Taken taken => Accepted(taken, dispatcher),
                IntakeResult.Refused refused => Problems.Refused(refused.Faults),
                IntakeResult.Conflict conflict => Problems.Conflict(conflict.Lines),
                var other => throw new InvalidOperationException($"Not an intake result: {other}"),
            };
        }
        catch (StoreUnavailableException e)
        {
            return Problems.StoreUnavailable(request.HttpContext, e);
        }
        catch (FactsUnavailableException e)
        {
            return Problems.NotNow(request.HttpContext, "Intake is not open yet", "intake-closed", e);
        }
    }

    private static async Task<IResult> CheckAsync(
        HttpRequest request, [FromHeader(Name = "Idempotency-Key")] string? idempotencyKey, IntentChecks checks, CancellationToken cancellationToken)
    {
        var body = await ReadAsync(request, cancellationToken).ConfigureAwait(false);
        try
        {
            return checks.Check(new Submitted(body, "http", idempotencyKey)) switch
            {
                CheckResult.Refused refused => Problems.Refused(refused.Faults),
                CheckResult.Checked { Answer: var answer } => Results.Json(answer, Messages.PipelineJson.Options),
                var other => throw new InvalidOperationException($"Not a check's result: {other}"),
            };
        }
        catch (StoreUnavailableException e)
        {
            return Problems.StoreUnavailable(request.HttpContext, e);
        }
        catch (FactsUnavailableException e)
        {
            return Problems.NotNow(request.HttpContext, "Nobody can say yet what would happen", "facts-unavailable", e);
        }
    }

    private static IResult Accepted(IntakeResult.Taken taken, FollowUpDispatcher dispatcher)
    {
        Failpoints.Hit(Failpoint.Http, Failpoint.Recorded);
        dispatcher.PublishInBackground(Failpoint.Http, taken.FollowUps);
        return Results.Json(taken.Receipt, Messages.PipelineJson.Options, statusCode: StatusCodes.Status202Accepted);
    }

    private static async Task<byte[]> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var buffer = new ArrayBufferWriter<byte>(Math.Clamp((int)(request.ContentLength ?? 1024), 256, LargestBody));
        while (buffer.WrittenCount < LargestBody)
        {
            var memory = buffer.GetMemory(1024);
            var read = await request.Body.ReadAsync(memory[..Math.Min(memory.Length, LargestBody - buffer.WrittenCount)], cancellationToken).ConfigureAwait(false);
            if (read == 0)
            {
                break;
            }

            buffer.Advance(read);
        }

        return buffer.WrittenSpan.ToArray();
    }
}
