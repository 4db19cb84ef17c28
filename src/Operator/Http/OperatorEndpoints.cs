using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Pipeline.Messages;
using Pipeline.Store;
using Pipeline.Store.Tables;

namespace Pipeline.Operator.Http;

/// <summary>The operator's acts over HTTP. Each needs an operator's token and a reason, and answers what was done.</summary>
public static class OperatorEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/v1/orders/{cl_ord_id}/release", (string cl_ord_id, HttpContext context, OrderActs acts, Operators operators) =>
                operators.ActAsync(context, actor => acts.ReleaseAsync(cl_ord_id, actor)))
            .WithSummary("Lets a held order through the checks once more; the code that held it is waived for this order. Body: {\"why\": ...}.");
        routes.MapPost("/v1/orders/{cl_ord_id}/deny", (string cl_ord_id, HttpContext context, OrderActs acts, Operators operators) =>
                operators.ActAsync(context, actor => acts.DenyAsync(cl_ord_id, actor)))
            .WithSummary("Ends a held order. Body: {\"why\": ...}.");
        routes.MapPost("/v1/orders/{cl_ord_id}/cancel", (string cl_ord_id, HttpContext context, OrderActs acts, Operators operators) =>
                operators.ActAsync(context, actor => acts.CancelAsync(cl_ord_id, actor)))
            .WithSummary("Cancels what is left of an order, wherever it is. Body: {\"why\": ...}.");
        routes.MapPut("/v1/halts/{scope}", (string scope, HttpContext context, TradingActs acts, Operators operators) =>
                operators.ActAsync(context, actor => acts.HaltAsync(Scope(scope), actor)))
            .WithSummary("Halts all, venue:NAME, strategy:NAME or symbol:NAME: nothing in the scope is sent. Body: {\"why\": ...}.");
        routes.MapPost("/v1/halts/{scope}/resume", (string scope, HttpContext context, TradingActs acts, Operators operators) =>
                operators.ActAsync(context, actor => acts.ResumeAsync(Scope(scope), actor)))
            .WithSummary("Lifts a halt. Body: {\"why\": ...}.");
        routes.MapGet("/v1/halts", (IStore store) => Results.Json(store.Read(HaltTable.All), PipelineJson.Options))
            .WithSummary("The halts in force.");
        routes.MapPost("/v1/restored/end", (HttpContext context, TradingActs acts, Operators operators) =>
                operators.ActAsync(context, acts.EndRestoredAsync))
            .WithSummary("Ends the state after `pipeline run --restored`: first sends go out without asking the venue first. Body: {\"why\": ...}.");
    }

    // A path keeps an escaped slash as it is, and symbol:BTC/USD must not become a halt of a symbol that nobody trades.
    private static string Scope(string scope) => scope.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);
}
