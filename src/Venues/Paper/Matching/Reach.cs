using Pipeline.Messages.Fix;

namespace Pipeline.Venues.Paper;

/// <summary>
/// The prices at which the first of a set of orders would do something. A day of quotes is passed over
/// with a comparison or two each, whatever the number of orders.
/// </summary>
internal readonly record struct Reach
{
    private readonly bool _any;
    private readonly decimal? _buyLimit;
    private readonly decimal? _buyStop;
    private readonly decimal? _sellLimit;
    private readonly decimal? _sellStop;

    public Reach(IReadOnlyCollection<RestingOrder> orders)
    {
        _any = orders.Any(order => !order.AwaitsTrigger && order.Price is null);
        _buyLimit = Live(orders, Side.Buy).Max();
        _sellLimit = Live(orders, Side.Sell).Min();
        _buyStop = Stops(orders, Side.Buy).Min();
        _sellStop = Stops(orders, Side.Sell).Max();
    }

    /// <summary>False when the quote cannot concern any of the orders.</summary>
    public bool Includes(Quote quote) =>
        _any || quote.Ask <= _buyLimit || quote.Ask >= _buyStop || quote.Bid >= _sellLimit || quote.Bid <= _sellStop;

    private static IEnumerable<decimal?> Live(IEnumerable<RestingOrder> orders, Side side) =>
        orders.Where(order => order.Side == side && !order.AwaitsTrigger).Select(order => order.Price);

    private static IEnumerable<decimal?> Stops(IEnumerable<RestingOrder> orders, Side side) =>
        orders.Where(order => order.Side == side && order.AwaitsTrigger).Select(order => order.StopPx);
}
