using Microsoft.AspNetCore.Http;
using Pipeline.Store;
using Pipeline.Trading.Intents;

namespace Pipeline.Intake.Http;

/// <summary>Refusals as problem documents (RFC 9457). Each says what is wrong, where, and what to do.</summary>
internal static class Problems
{
    private const string Types = "https://pipeline.invalid/problems/";

    public static IResult Refused(IReadOnlyList<IntentFault> faults)
    {
        var isTooLarge = faults[0].Code == IntentFaultCodes.TooLarge;
        return Results.Problem(
            title: isTooLarge ? "The intent is too large" : "This is not an intent that can be taken",
            detail: $"{faults[0].Path}: {faults[0].Message}{(faults.Count > 1 ? $" (and {faults.Count - 1} more, see errors)" : "")}",
            type: Types + "intent-refused",
            statusCode: isTooLarge ? StatusCodes.Status413PayloadTooLarge : StatusCodes.Status400BadRequest,
            extensions: new Dictionary<string, object?>
            {
                ["errors"] = faults.Select(fault => new { path = fault.Path, code = fault.Code, message = fault.Message }),
            });
    }

    public static IResult Conflict(IReadOnlyList<TermsConflict> lines) => Results.Problem(
        title: "A line asks for other terms than the order already in its slot",
        detail: "Nothing of this intent was taken. A changed decision needs a new rebalance_id; a second line of one symbol and side needs a leg.",
        type: Types + "terms-conflict",
        statusCode: StatusCodes.Status409Conflict,
        extensions: new Dictionary<string, object?>
        {
            ["conflicts"] = System.Text.Json.JsonSerializer.SerializeToElement(lines, Messages.PipelineJson.Options),
        });

    public static IResult NotFound(string id) => Results.Problem(
        title: "No such order",
        detail: $"No order has the ClOrdId {id}, and no venue has given one the OrderId {id}. GET /v1/orders lists the orders there are.",
        type: Types + "order-not-found",
        statusCode: StatusCodes.Status404NotFound);

    /// <summary>Whether there is such an order nobody can say, since the store was restored and lacks what came after its backup.</summary>
    public static IResult NotImported(HttpContext context)
    {
        context.Response.Headers.RetryAfter = "1";
        return Results.Problem(
            title: "Nobody can say yet whether there is such an order",
            detail: "The store was restored from a backup, and the venue's orders since then are not imported yet. Ask again.",
            type: Types + "not-imported",
            statusCode: StatusCodes.Status503ServiceUnavailable);
    }

    public static IResult BadReason(string message) => Results.Problem(
        title: "The reason can't be taken",
        detail: message,
        type: Types + "bad-reason",
        statusCode: StatusCodes.Status400BadRequest);

    public static IResult OrderDone(string why) => Results.Problem(
        title: "There is nothing to cancel",
        detail: why,
        type: Types + "order-done",
        statusCode: StatusCodes.Status409Conflict);

    public static IResult Ambiguous(string why) => Results.Problem(
        title: "More than one order has this id",
        detail: why,
        type: Types + "order-ambiguous",
        statusCode: StatusCodes.Status409Conflict);

    public static IResult BadFilter(string name, string message) => Results.Problem(
        title: "A filter can't be understood",
        detail: $"{name}: {message}",
        type: Types + "bad-filter",
        statusCode: StatusCodes.Status400BadRequest);

    public static IResult BadMcp(int status, string title, string detail) =>
        Results.Problem(title: title, detail: detail, type: Types + "mcp-refused", statusCode: status);

    public static IResult StoreUnavailable(HttpContext context, StoreUnavailableException exception) =>
        NotNow(context, "The store can't be used now", "store-unavailable", exception, exception.WhatIsRecorded, exception.MayBeRecorded);

    /// <summary>Nothing was recorded and the same request may work later.</summary>
    public static IResult NotNow(HttpContext context, string title, string type, Exception exception) =>
        NotNow(context, title, type, exception, "Nothing was recorded.", mayBeRecorded: false);

    private static IResult NotNow(HttpContext context, string title, string type, Exception exception, string whatIsRecorded, bool mayBeRecorded)
    {
        context.Response.Headers.RetryAfter = "1";
        return Results.Problem(
            title: title,
            detail: $"{whatIsRecorded} Send the same request again, with the same keys: what was recorded is not recorded twice. ({exception.Message})",
            type: Types + type,
            statusCode: StatusCodes.Status503ServiceUnavailable,
            extensions: new Dictionary<string, object?> { ["may_be_recorded"] = mayBeRecorded });
    }
}
