using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;

namespace Pipeline.Simulation.VenueSimulator;

/// <summary>Which call of Binance's API a request is. Parameters come in the query or in the body, the query's first.</summary>
internal static class BinanceRoutes
{
    /// <summary>Marks the list of open orders.</summary>
    public const string Open = "open";

    public static Route Of(SimulatedRequest request)
    {
        var parameters = new Dictionary<string, StringValues>(StringComparer.Ordinal);
        foreach (var (name, value) in QueryHelpers.ParseQuery(System.Text.Encoding.UTF8.GetString(request.Body.Span)).Concat(QueryHelpers.ParseQuery(request.Query)))
        {
            parameters[name] = value;
        }

        var (kind, id) = (request.Method, request.Path) switch
        {
            ("POST", "/api/v3/order") => (CallKind.Submit, (string?)null),
            ("DELETE", "/api/v3/order") => (CallKind.Cancel, null),
            ("GET", "/api/v3/order") => (parameters.ContainsKey("orderId") ? CallKind.GetOrder : CallKind.GetByClientOrderId, null),
            ("GET", "/api/v3/openOrders") => (CallKind.ListOrders, Open),
            ("GET", "/api/v3/allOrders") => (CallKind.ListOrders, null),
            ("GET", "/api/v3/myTrades") => (CallKind.Activities, null),
            ("GET", "/api/v3/account") => (CallKind.Account, null),
            ("GET", "/api/v3/exchangeInfo") => (CallKind.Asset, null),
            ("GET", "/api/v3/ticker/bookTicker") => (CallKind.Quotes, null),
            ("GET", "/api/v3/time") => (CallKind.Clock, null),
            _ => (CallKind.Other, null),
        };
        return new Route(kind) { Id = id, Query = parameters };
    }

    /// <summary>Whether a call must be signed.</summary>
    public static bool IsSigned(CallKind kind) => kind is not (CallKind.Asset or CallKind.Quotes or CallKind.Clock or CallKind.Other);

    /// <summary>What a call weighs (rest-api.md, with each endpoint).</summary>
    public static int WeightOf(Route route) => route.Kind switch
    {
        CallKind.ListOrders when route.Id == Open => route["symbol"] is null ? 80 : 6,
        CallKind.Activities when route["orderId"] is not null => 5,
        CallKind.GetOrder or CallKind.GetByClientOrderId or CallKind.Quotes => 4,
        CallKind.ListOrders or CallKind.Activities or CallKind.Account or CallKind.Asset => 20,
        _ => 1,
    };
}
