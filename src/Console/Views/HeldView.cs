using Pipeline.Store;
using Pipeline.Store.Queries;
using Pipeline.Store.Tables;
using Pipeline.Trading.Orders;

namespace Pipeline.WebConsole.Views;

/// <summary>What waits for a person before it goes on.</summary>
public sealed record HeldView(IReadOnlyList<OrderView> Orders, IReadOnlyList<Throttle> Throttles)
{
    public static HeldView Of(StoreSession session) => new(
        OrderQueries.List(session, new OrderFilter { State = OrderState.Held, Limit = 100 }).Orders, ThrottleTable.AllShut(session));
}
