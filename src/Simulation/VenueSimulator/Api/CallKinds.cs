namespace Pipeline.Simulation.VenueSimulator;

/// <summary>Which kind a call is of, by its method and path.</summary>
public static class CallKinds
{
    /// <summary>In the place of a symbol: the quotes asked for are of pairs.</summary>
    public const string OfPairs = "/";

    /// <summary>The type of activities that are executions.</summary>
    internal const string Fill = "FILL";

    private const string ByClientOrderId = "/v2/orders:by_client_order_id";

    /// <summary>The kind of a call; <see cref="CallKind.Other"/> for one that the venue does not know.</summary>
    public static CallKind Of(string method, string path) => Find(method, path).Kind;

    /// <summary>Whether a matcher's kind is that of a call, or a group that it is in.</summary>
    public static bool Covers(this CallKind wanted, CallKind made) =>
        wanted == CallKind.Any || wanted == made
        || (wanted == CallKind.Query && made is CallKind.GetOrder or CallKind.GetByClientOrderId or CallKind.ListOrders or CallKind.Activities);

    internal static (CallKind Kind, string? Id) Find(string method, string path) => (method, path) switch
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
        ("GET", _) when After(path, "/v2/assets/") is { } symbol => (CallKind.Asset, symbol),
        ("GET", "/v2/account") => (CallKind.Account, null),
        ("GET", "/v2/account/activities") => (CallKind.Activities, null),
        ("GET", _) when After(path, "/v2/account/activities/") is { } type => (type == Fill ? CallKind.Activities : CallKind.Fees, type),
        ("GET", "/v2/calendar") => (CallKind.Calendar, null),
        ("GET", "/v2/clock") => (CallKind.Clock, null),
        ("GET", "/v2/stocks/quotes/latest") => (CallKind.Quotes, null),
        ("GET", "/v1beta3/crypto/us/latest/quotes") => (CallKind.Quotes, OfPairs),
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
