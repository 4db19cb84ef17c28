namespace Pipeline.Venues.Versions;

/// <summary>
/// The versions of one venue's adapter that are loaded, and which of them an order is of. What an order's row names goes before routes: an order stays with
/// the version that opened it, whatever is configured now.
/// </summary>
/// <param name="names">Name and version of each; the first carries what nothing else says.</param>
/// <param name="routes">Which carries a new order.</param>
/// <param name="recorded">What an order's row names, by ClOrdId; null where it names none or there is no such order.</param>
public sealed class AdapterVersions(IReadOnlyList<string> names, AdapterRoutes routes, Func<string, string?> recorded)
{
    /// <summary>Their names, the first first.</summary>
    public IReadOnlyList<string> Names => names;

    /// <summary>The version that carries a new order.</summary>
    public string Route(string strategyId, string lineClOrdId) => routes.Of(strategyId, lineClOrdId) ?? names[0];

    /// <summary>
    /// The version that an order is of. Of one that is not loaded any more, and of what is nobody's, the first: it is the same account at the same venue.
    /// </summary>
    public string Of(string? clOrdId) => names.Count > 1 && clOrdId is { Length: > 0 } && recorded(clOrdId) is { } name && names.Contains(name) ? name : names[0];
}
