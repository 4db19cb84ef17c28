using Pipeline.Messages.Fix;

namespace Pipeline.Venues.Paper;

/// <summary>
/// The prices at which the first of a set of orders would do something. A day of quotes is passed over
/// with a comparison or two each, whatever the number of orders.
/// </summary>
internal readonly record struct Reach
{
    private bool Any { get; init; }

    private decimal? BuyLimit { get; init; }

    private decimal? BuyStop { get; init; }

    private decimal? SellLimit { get; init; }

    private decimal? SellStop { get; init; }

    public static Reach Of(IEnumerable<RestingOrder> orders) => orders.Aggregate(default(Reach), (reach, order) => reach.With(order));

    /// <summary>The reach with one more order.</summary>
    public Reach With(RestingOrder order) => (order.AwaitsTrigger, order.Side) switch
    {
        (true, Side.Buy) => this with { BuyStop = Lower(BuyStop, order.StopPx) },
        (true, _) => this with { SellStop = Higher(SellStop, order.StopPx) },
        _ when order.Price is null => this with { Any = true },
        (false, Side.Buy) => this with { BuyLimit = Higher(BuyLimit, order.Price) },
        (false, _) => this with { SellLimit = Lower(SellLimit, order.Price) },
    };

    /// <summary>False when the quote cannot concern any of the orders.</summary>
    public bool Includes(Quote quote) =>
        Any || quote.Ask <= BuyLimit || quote.Ask >= BuyStop || quote.Bid >= SellLimit || quote.Bid <= SellStop;

    private static decimal? Higher(decimal? one, decimal? other) => one > other || other is null ? one : other;

    private static decimal? Lower(decimal? one, decimal? other) => one < other || other is null ? one : other;
}
