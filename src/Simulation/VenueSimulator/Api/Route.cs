using System.Collections.Immutable;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;

namespace Pipeline.Simulation.VenueSimulator;

/// <summary>Which call a request is, with what its address says.</summary>
internal sealed record Route(CallKind Kind)
{
    private const string ByClientOrderId = "/v2/orders:by_client_order_id";

    /// <summary>The order's id or the symbol in the path.</summary>
    public string? Id { get; init; }

    public required IReadOnlyDictionary<string, StringValues> Query { get; init; }

    public string? this[string parameter] => Query.TryGetValue(parameter, out var value) ? value.ToString() : null;

    public static Route Of(SimulatedRequest request)
    {
        IReadOnlyDictionary<string, StringValues> query =
            request.Query.Length > 1 ? QueryHelpers.ParseQuery(request.Query) : ImmutableDictionary<string, StringValues>.Empty;
        var (kind, id) = Find(request.Method, request.Path);
        return new Route(kind) { Id = id, Query = query };
    }

    private static (CallKind Kind, string? Id) Find(string method, string path) => (method, path) switch
    {
        ("POST", "/v2/orders") => (CallKind.Submit, null),
        ("GET", "/v2/orders") => (CallKind.ListOrders, null),
        ("DELETE", "/v2/orders") => (CallKind.CancelAll, null),
        ("GET", ByClientOrderId) => (CallKind.GetByClientOrderId, null),
        ("GET", _) when After(path, "/v2/orders/") is { } id => (CallKind.GetOrder, id),
        ("PATCH", _) when After(path, "/v2/orders/") is { } id => (CallKind.Replace, id),
        ("DELETE", _) when After(path, "/v2/orders/") is { } id => (CallKind.Cancel, id),
        ("GET", "/v2/positions") => (CallKind.Positions, null),
        ("GET", _) when After(path, "/v2/positions/") is { } symbol => (CallKind.Positions, symbol),
        ("GET", "/v2/account") => (CallKind.Account, null),
        ("GET", "/v2/account/activities") => (CallKind.Activities, null),
        ("GET", _) when After(path, "/v2/account/activities/") is { } type => (CallKind.Activities, type),
        ("GET", "/v2/calendar") => (CallKind.Calendar, null),
        ("GET", "/v2/clock") => (CallKind.Clock, null),
        ("GET", "/v2/stocks/quotes/latest") => (CallKind.Quotes, null),
        ("GET", _) when Between(path, "/v2/stocks/", "/quotes/latest") is { } symbol => (CallKind.Quotes, symbol),
        _ => (CallKind.Other, null),
    };

    private static string? After(string path, string start) =>
        path.Length > start.Length && path.StartsWith(start, StringComparison.Ordinal)
            ? Uri.UnescapeDataString(path[start.Length..])
            : null;

    private static string? Between(string path, string start, string end) =>
        path.Length > start.Length + end.Length && path.EndsWith(end, StringComparison.Ordinal) ? After(path[..^end.Length], start) : null;
}
