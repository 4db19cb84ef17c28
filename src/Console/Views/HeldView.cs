using Pipeline.Store;
using Pipeline.Store.Queries;
using Pipeline.Store.Tables;
using Pipeline.Trading.Orders;

namespace Pipeline.WebConsole.Views;

/// <summary>What waits for a person before it goes on.</summary>
/// <param name="Orders">The oldest of what is held.</param>
/// <param name="HasMore">Whether others stand behind them.</param>
/// <param name="Throttles">Strategies that are shut out.</param>
public sealed record HeldView(IReadOnlyList<OrderView> Orders, bool HasMore, IReadOnlyList<Throttle> Throttles)
{
    private const int Page = 100;

    public static HeldView Of(StoreSession session)
    {
        var (orders, next) = OrderQueries.List(session, new OrderFilter { State = OrderState.Held, Limit = Page });
        return new HeldView(orders, next is not null, ThrottleTable.AllShut(session));
    }
}
