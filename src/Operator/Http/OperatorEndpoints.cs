using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Pipeline.Access;
using Pipeline.Access.Http;
using Pipeline.Messages;
using Pipeline.Store;
using Pipeline.Store.HaltFiles;
using Pipeline.Store.Tables;

namespace Pipeline.Operator.Http;

/// <summary>The operator's acts over HTTP. Each needs an operator's token and a reason, and answers what was done.</summary>
public static class OperatorEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/v1/orders/{cl_ord_id}/release", (string cl_ord_id, HttpContext context, OrderActs acts, Operators operators) =>
                operators.ActAsync<ReleaseBody>(context, (actor, body) => acts.ReleaseAsync(cl_ord_id, actor, body.Code)))
            .Demands(Scope.Approver)
            .WithSummary("Lets a held order through the checks once more; the code that held it is waived for this order. Body: {\"why\": ..., \"code\": the code to waive; where another one holds the order nothing is waived}.");
        routes.MapPost("/v1/orders/{cl_ord_id}/deny", (string cl_ord_id, HttpContext context, OrderActs acts, Operators operators) =>
                operators.ActAsync(context, actor => acts.DenyAsync(cl_ord_id, actor)))
            .Demands(Scope.Operator)
            .WithSummary("Ends a held order. Body: {\"why\": ...}.");
        routes.MapPost("/v1/orders/{cl_ord_id}/cancel", (string cl_ord_id, HttpContext context, OrderActs acts, Operators operators) =>
                operators.ActAsync(context, actor => acts.CancelAsync(cl_ord_id, actor)))
            .Demands(Scope.Operator)
            .WithSummary("Cancels what is left of an order, wherever it is. Body: {\"why\": ...}.");
        routes.MapPut("/v1/halts/{scope}", (string scope, HttpContext context, TradingActs acts, Operators operators) =>
                operators.ActAsync<HaltBody>(context, (actor, body) => acts.HaltAsync(Unescaped(scope), actor, body.Mode, body.CancelOpen)))
            .Demands(Scope.Operator)
            .WithSummary("Halts all, venue:NAME, strategy:NAME or symbol:NAME: nothing in the scope is sent. Body: {\"why\": ..., \"mode\": \"stop\" or \"reduce_only\", \"cancel_open\": false}.");
        routes.MapPost("/v1/halts/{scope}/resume", (string scope, HttpContext context, TradingActs acts, Operators operators) =>
                operators.ActAsync(context, actor => acts.ResumeAsync(Unescaped(scope), actor)))
            .Demands(Scope.Approver)
            .WithSummary("Releases a halt: the first operator asks for it, a second one releases it. Body: {\"why\": ...}.");
        routes.MapGet("/v1/halts", Halts)
            .Demands(Scope.Viewer)
            .Produces<IReadOnlyList<HaltView>>()
            .WithSummary("The halts in force, the halt file's among them, and who wants which released.");
        routes.MapGet("/v1/strategies", (HttpContext context, IStore store) => Operators.Read(context, () => Results.Json(store.Read(PromotionTable.All), PipelineJson.Options)))
            .Demands(Scope.Viewer)
            .Produces<IReadOnlyList<Promotion>>()
            .WithSummary("The strategies that are promoted from paper, by whom and why.");
        routes.MapPost("/v1/strategies/{strategy_id}/promote", (string strategy_id, HttpContext context, StrategyActs acts, Operators operators) =>
                operators.ActAsync(context, actor => acts.PromoteAsync(strategy_id, actor)))
            .Demands(Scope.Approver)
            .WithSummary("Lets a strategy trade at a venue other than paper. Body: {\"why\": ...}.");
        routes.MapPost("/v1/strategies/{strategy_id}/demote", (string strategy_id, HttpContext context, StrategyActs acts, Operators operators) =>
                operators.ActAsync(context, actor => acts.DemoteAsync(strategy_id, actor)))
            .Demands(Scope.Operator)
            .WithSummary("Makes a strategy paper-only again. Body: {\"why\": ...}.");
        routes.MapPost("/v1/restored/end", (HttpContext context, TradingActs acts, Operators operators) =>
                operators.ActAsync(context, acts.EndRestoredAsync))
            .Demands(Scope.Approver)
            .WithSummary("Ends the state after `pipeline run --restored`: first sends go out without asking the venue first. Body: {\"why\": ...}.");
    }

    private static IResult Halts(HttpContext context, IStore store, IHaltFile file, TimeProvider clock) =>
        Operators.Read(context, () => Results.Json(store.Read(session => HaltView.All(session, file, clock.GetUtcNow())), PipelineJson.Options));

    // A path keeps an escaped slash as it is, and symbol:BTC/USD must not become a halt of a symbol that nobody trades.
    private static string Unescaped(string scope) => scope.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);
}
