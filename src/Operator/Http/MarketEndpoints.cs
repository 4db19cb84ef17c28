using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Pipeline.Access;
using Pipeline.Access.Http;
using Pipeline.Messages;

namespace Pipeline.Operator.Http;

/// <summary>
/// Halts, bands and breakers as operators and feeds say them, over HTTP. Who may say that something is halted may say that it trades, which lets
/// risk in; an index can only halt.
/// </summary>
public static class MarketEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/market-status", (HttpContext context, MarketActs acts) =>
                Operators.Read(context, () => Results.Json(acts.Look(), PipelineJson.Options)))
            .Demands(Scope.Viewer)
            .Produces<MarketStatusView>()
            .WithSummary("What is known of halts, bands and limit states, by whom it was said and how long ago.");
        routes.MapPut("/v1/markets/{market}/status", (string market, HttpContext context, MarketActs acts, Operators operators) =>
                operators.ActAsync<MarketStatusBody>(context, (actor, body) => acts.SayMarketAsync(Decoded(market), body.Status, body.Until, actor)))
            .Demands(Scope.Approver)
            .WithSummary("Says whether a market trades. Body: {\"why\": ..., \"status\": \"halted\", \"open\", \"closed\" or \"unknown\", \"until\": ...}.");
        routes.MapPut("/v1/symbols/{symbol}/status", (string symbol, HttpContext context, MarketActs acts, Operators operators) =>
                operators.ActAsync<SymbolStatusBody>(context, (actor, body) => acts.SaySymbolAsync(Decoded(symbol), body.Status, actor)))
            .Demands(Scope.Approver)
            .WithSummary("Says whether a symbol trades, in FIX's words (326). Body: {\"why\": ..., \"status\": \"trading_halt\", \"resume\", \"ready_to_trade\", ...}.");
        routes.MapPut("/v1/symbols/{symbol}/price-band", (string symbol, HttpContext context, MarketActs acts, Operators operators) =>
                operators.ActAsync<PriceBandBody>(context, (actor, body) => acts.SayBandAsync(Decoded(symbol), body.LowLimitPrice, body.HighLimitPrice, body.Until, actor)))
            .Demands(Scope.Approver)
            .WithSummary("Says between which prices a symbol may trade. Body: {\"why\": ..., \"low_limit_price\": ..., \"high_limit_price\": ..., \"until\": ...}.");
        routes.MapPut("/v1/symbols/{symbol}/reference-price", (string symbol, HttpContext context, MarketActs acts, Operators operators) =>
                operators.ActAsync<ReferencePriceBody>(context, (actor, body) => acts.SayReferenceAsync(Decoded(symbol), body.ReferencePrice, body.PreviousClose, body.Tier, body.Until, actor)))
            .Demands(Scope.Approver)
            .WithSummary("Says a stock's reference price, from which its LULD band follows. Body: {\"why\": ..., \"reference_price\": ..., \"previous_close\": ..., \"tier\": \"tier1\" or \"tier2\", \"until\": ...}.");
        routes.MapPut("/v1/market-index", (HttpContext context, MarketActs acts, Operators operators) =>
                operators.ActAsync<IndexBody>(context, (actor, body) => acts.SayIndexAsync(body.Value, body.PriorClose, actor)))
            .Demands(Scope.Operator)
            .WithSummary("Says what the S&P 500 has come to; a level of the market-wide breaker halts XNYS and XNAS. Body: {\"why\": ..., \"value\": ..., \"prior_close\": ...}.");
    }

    // A path keeps an escaped slash as it is, in BTC/USD and 24/7.
    private static string Decoded(string name) => name.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);
}
