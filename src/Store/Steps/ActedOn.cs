using Pipeline.Store.Queries;
using Pipeline.Store.Tables;
using Pipeline.Trading.Orders;

namespace Pipeline.Store.Steps;

/// <summary>The order that whoever acts means, by our id of it or the venue's, as where orders are shown.</summary>
public static class ActedOn
{
    /// <summary>The code of the refusal where an id names several orders: two venues may have given the same.</summary>
    public const string Ambiguous = "AMBIGUOUS_ID";

    public static ActResult Order(StoreSession session, string id, Func<Order, ActResult> act) => OrderQueries.Named(session, id) switch
    {
        [] => new ActResult.NotFound($"No order has the ClOrdId or OrderId {id}"),
        [var clOrdId] => act(OrderTable.Find(session, clOrdId)!),
        var several => new ActResult.Refused(Ambiguous, Several(id, several)),
    };

    /// <summary>Says that an id names several orders.</summary>
    public static string Several(string id, IReadOnlyList<string> clOrdIds) =>
        $"The OrderId {id} names {clOrdIds.Count} orders at different venues. Ask by ClOrdId: {string.Join(", ", clOrdIds)}.";
}
