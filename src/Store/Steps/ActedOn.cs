using Pipeline.Store.Queries;
using Pipeline.Store.Tables;
using Pipeline.Trading.Orders;

namespace Pipeline.Store.Steps;

/// <summary>The order that whoever acts means, by our id of it or the venue's, as where orders are shown.</summary>
public static class ActedOn
{
    /// <summary>The code of the refusal where an id names several orders: two venues may have given the same.</summary>
    public const string Ambiguous = "AMBIGUOUS_ID";

    /// <summary>Acts on the order that an id names.</summary>
    /// <param name="session">The step.</param>
    /// <param name="id">Our id of it or the venue's.</param>
    /// <param name="act">What to do with it.</param>
    /// <param name="sees">Whether whoever acts sees an order: what it doesn't is not there, and not named either. Default all.</param>
    public static ActResult Order(StoreSession session, string id, Func<Order, ActResult> act, Func<Order, bool>? sees = null) =>
        OrderQueries.Named(session, id).Select(clOrdId => OrderTable.Find(session, clOrdId)!).Where(order => sees?.Invoke(order) ?? true).ToList() switch
    {
        [] => None(id),
        [var order] => act(order),
        var several => new ActResult.Refused(Ambiguous, Several(id, [.. several.Select(order => order.ClOrdId)])),
    };

    /// <summary>
    /// The turn of whoever acts on what an id names; null where it names nothing. What nobody knows has no account, and a step without one would have the whole store,
    /// with every host waiting, for an id that anybody may make up.
    /// </summary>
    public static Turn? TurnOf(IStore store, string id) => store.Read(session => OrderQueries.Named(session, id)) is { Count: > 0 } named ? Turn.OfOrders(named) : null;

    /// <summary>Says that an id names nothing.</summary>
    public static ActResult None(string id) => new ActResult.NotFound($"No order has the ClOrdId or OrderId {id}");

    /// <summary>Says that an id names several orders.</summary>
    public static string Several(string id, IReadOnlyList<string> clOrdIds) =>
        $"The OrderId {id} names {clOrdIds.Count} orders at different venues. Ask by ClOrdId: {string.Join(", ", clOrdIds)}.";
}
