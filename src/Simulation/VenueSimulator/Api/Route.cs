using System.Collections.Immutable;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;

namespace Pipeline.Simulation.VenueSimulator;

/// <summary>Which call a request is, with what its address and its body say.</summary>
internal sealed record Route(CallKind Kind)
{
    /// <summary>The order's id or the symbol in the path.</summary>
    public string? Id { get; init; }

    public required IReadOnlyDictionary<string, StringValues> Query { get; init; }

    /// <summary>The order or its change in the body, where there is one.</summary>
    public OrderRequest? Body { get; init; }

    public string? this[string parameter] => Query.TryGetValue(parameter, out var value) ? value.ToString() : null;

    public static Route Of(SimulatedRequest request)
    {
        IReadOnlyDictionary<string, StringValues> query =
            request.Query.Length > 1 ? QueryHelpers.ParseQuery(request.Query) : ImmutableDictionary<string, StringValues>.Empty;
        var (kind, id) = CallKinds.Find(request.Method, request.Path);
        var body = kind is CallKind.Submit or CallKind.Replace ? OrderRequest.Read(request.Body) : null;
        return new Route(OfTypes(kind, query)) { Id = id, Query = query, Body = body };
    }

    // The types of activities can stand in the query.
    private static CallKind OfTypes(CallKind kind, IReadOnlyDictionary<string, StringValues> query) =>
        kind == CallKind.Activities && query.TryGetValue("activity_types", out var types) && !types.ToString().Split(',').Contains(CallKinds.Fill)
            ? CallKind.Fees
            : kind;
}
