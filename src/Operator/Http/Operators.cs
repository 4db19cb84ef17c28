using Microsoft.AspNetCore.Http;
using Pipeline.Access.Http;
using Pipeline.Bus.FollowUps;
using Pipeline.Messages;
using Pipeline.Store;
using Pipeline.Store.Failpoints;
using Pipeline.Store.Steps;

namespace Pipeline.Operator.Http;

/// <summary>Finds out why somebody acts, has the act done, and answers. Who it is, the door has found out.</summary>
public sealed class Operators(FollowUpDispatcher dispatcher)
{
    private const string Types = "https://pipeline.invalid/problems/";

    /// <summary>An act whose body says why, and nothing else.</summary>
    public Task<IResult> ActAsync(HttpContext context, Func<Actor, Task<ActResult>> act) => ActAsync<ActBody>(context, (actor, _) => act(actor));

    /// <summary>An act whose body says more than why.</summary>
    public async Task<IResult> ActAsync<TBody>(HttpContext context, Func<Actor, TBody, Task<ActResult>> act)
        where TBody : ActBody
    {
        var (body, fault) = await ActBodies.ReadAsync<TBody>(context.Request).ConfigureAwait(false);
        if (body is null)
        {
            var (type, detail) = fault!.Value;
            return Problem(type, type == "reason-missing" ? "An act needs a reason" : "What the act says is not understood", detail, StatusCodes.Status400BadRequest);
        }

        if (Actor.WhyFault(body.Why.Trim()) is { } whyFault)
        {
            return Problem("bad-reason", "The reason can't be taken", $"why {whyFault}.", StatusCodes.Status400BadRequest);
        }

        // An answer may show a secret.
        context.Response.Headers.CacheControl = "no-store";
        try
        {
            return Answer(await DoAsync(() => act(new Actor(context.Caller().Name, body.Why.Trim()), body)).ConfigureAwait(false));
        }
        catch (StoreUnavailableException e)
        {
            return StoreUnavailable(context, e);
        }
    }

    /// <summary>Has an act done, whoever has asked for it, and has those told who must hear of it.</summary>
    /// <exception cref="StoreUnavailableException">Nothing was recorded, unless it says that nobody knows.</exception>
    public async Task<ActResult> DoAsync(Func<Task<ActResult>> act)
    {
        Failpoints.Hit(Stages.Operator, Failpoint.Received);
        var result = await act().ConfigureAwait(false);
        if (result is ActResult.Done done)
        {
            Failpoints.Hit(Stages.Operator, Failpoint.Recorded);
            dispatcher.PublishInBackground(Stages.Operator, done.FollowUps);
        }

        return result;
    }

    internal static IResult Read(HttpContext context, Func<IResult> read)
    {
        try
        {
            return read();
        }
        catch (StoreUnavailableException e)
        {
            return StoreUnavailable(context, e);
        }
    }

    private static IResult StoreUnavailable(HttpContext context, StoreUnavailableException e)
    {
        context.Response.Headers.RetryAfter = "1";
        return Results.Problem(
            title: "The store can't be used now",
            detail: $"{e.WhatIsDone} ({e.Message})",
            type: Types + "store-unavailable",
            statusCode: StatusCodes.Status503ServiceUnavailable,
            extensions: new Dictionary<string, object?> { ["may_be_recorded"] = e.MayBeRecorded });
    }

    internal static IResult Answer(ActResult result)
    {
        switch (result)
        {
            case ActResult.Done done:
                return Results.Json(new { done = done.What, shown = done.Shown }, PipelineJson.Options);
            case ActResult.Refused { IsMalformed: true } malformed:
                return Problem(TypeOf(malformed), "What the act says is not understood", malformed.Why, StatusCodes.Status400BadRequest);
            case ActResult.Refused refused:
                return Problem(TypeOf(refused), "The act does not fit", refused.Why, StatusCodes.Status409Conflict);
            case ActResult.NotFound missing:
                return Problem("not-found", "There is no such thing", missing.Why, StatusCodes.Status404NotFound);
            default:
                throw new InvalidOperationException($"Not a result: {result}");
        }
    }

    private static string TypeOf(ActResult.Refused refused) => refused.Code.ToLowerInvariant().Replace('_', '-');

    internal static IResult Problem(string type, string title, string detail, int status) =>
        Results.Problem(title: title, detail: detail, type: Types + type, statusCode: status);
}
