using Pipeline.Messages.Fix;

namespace Pipeline.Venues.Alpaca;

/// <summary>Reads an order as Alpaca states it. What the order must have and does not is named.</summary>
internal static class OrderReader
{
    /// <exception cref="FormatException">A field is missing or has a word that nobody knows.</exception>
    public static VenueOrder ToVenueOrder(OrderDocument order) => new()
    {
        ClOrdId = order.ClientOrderId ?? "",
        OrderId = Required(order.Id, "id"),
        Symbol = Required(order.Symbol, "symbol"),
        Side = AlpacaWords.ToSide(order.Side) ?? throw Unknown("side", order.Side),
        OrdType = AlpacaWords.ToOrdType(order.Type) ?? throw Unknown("type", order.Type),
        OrderQty = QtyOf(order),
        Price = order.LimitPrice,
        StopPx = order.StopPrice,
        TimeInForce = AlpacaWords.ToTimeInForce(order.TimeInForce, order.ExtendedHours == true) ?? throw Unknown("time_in_force", order.TimeInForce),
        OrdStatus = StatusOf(order),
        CumQty = Required(order.FilledQty, "filled_qty"),
        AvgPx = order.FilledAvgPrice,
        TransactTime = ChangedAt(order) ?? throw new FormatException("updated_at is missing"),
    };

    /// <summary>
    /// An order in a list. One that is none of ours is told of as far as it can be read: that somebody has it matters, and neither a leg of a spread, which states
    /// no type, nor a word that is new may keep ours from being listed.
    /// </summary>
    /// <exception cref="FormatException">It is ours, and can't be read.</exception>
    public static VenueOrder ToListed(OrderDocument order) => IsOfOurForm(order.ClientOrderId) ? ToVenueOrder(order) : new()
    {
        ClOrdId = order.ClientOrderId ?? "",
        OrderId = Required(order.Id, "id"),
        Symbol = order.Symbol ?? "",
        Side = AlpacaWords.ToSide(order.Side),
        OrdType = AlpacaWords.ToOrdType(order.Type),
        OrderQty = order.Qty ?? order.FilledQty ?? 0,
        Price = order.LimitPrice,
        StopPx = order.StopPrice,
        TimeInForce = AlpacaWords.ToTimeInForce(order.TimeInForce, order.ExtendedHours == true),
        OrdStatus = AlpacaWords.ToOrdStatus(order.Status) ?? ByFilled(order),
        CumQty = order.FilledQty ?? 0,
        AvgPx = order.FilledAvgPrice,
        TransactTime = ChangedAt(order) ?? throw new FormatException("updated_at is missing"),
    };

    /// <summary>Whether a ClOrdId may be one of ours: 32 characters of base32.</summary>
    public static bool IsOfOurForm(string? clOrdId) => clOrdId is { Length: 32 } && clOrdId.All(letter => letter is (>= 'A' and <= 'Z') or (>= '2' and <= '7'));

    /// <summary>
    /// Whether an order has legs and is none itself: somebody's spread of options, which states no symbol and no side. It moves nothing, its legs do, and none of ours is one; so it is
    /// passed over where orders are listed and where events are told.
    /// </summary>
    public static bool IsOfLegs(OrderDocument order) =>
        order.Id is { Length: > 0 } && !IsOfOurForm(order.ClientOrderId) && string.IsNullOrEmpty(order.Symbol) && string.IsNullOrEmpty(order.Side);

    /// <summary>When the order was placed.</summary>
    public static DateTimeOffset? PlacedAt(OrderDocument order) => (order.SubmittedAt ?? order.CreatedAt)?.ToUniversalTime();

    /// <summary>When the order last changed.</summary>
    public static DateTimeOffset? ChangedAt(OrderDocument order) =>
        (order.UpdatedAt ?? order.SubmittedAt ?? order.CreatedAt)?.ToUniversalTime();

    /// <summary>The status in FIX's words. For a word that nobody knows, what the filled quantity alone would give.</summary>
    /// <exception cref="FormatException">There is no status at all.</exception>
    public static OrdStatus StatusOf(OrderDocument order) => AlpacaWords.ToOrdStatus(Required(order.Status, "status")) ?? ByFilled(order);

    /// <summary>The quantity ordered. An order over an amount of money has none, and counts as what it has filled.</summary>
    /// <exception cref="FormatException">There is neither a quantity nor an amount.</exception>
    public static decimal QtyOf(OrderDocument order) =>
        order.Qty ?? (order.Notional is null ? throw new FormatException("qty is missing") : order.FilledQty ?? 0);

    private static OrdStatus ByFilled(OrderDocument order) => order.FilledQty > 0 ? order.FilledQty >= order.Qty ? OrdStatus.Filled : OrdStatus.PartiallyFilled : OrdStatus.New;

    /// <exception cref="FormatException">The field is missing or empty.</exception>
    public static string Required(string? value, string field) =>
        !string.IsNullOrWhiteSpace(value) ? value : throw new FormatException($"{field} is missing");

    /// <exception cref="FormatException">The field is missing.</exception>
    public static T Required<T>(T? value, string field)
        where T : struct => value ?? throw new FormatException($"{field} is missing");

    /// <exception cref="FormatException">The field is missing, or not more than 0: nothing trades so.</exception>
    public static decimal Positive(decimal? value, string field) => Required(value, field) is > 0 and var number ? number : throw new FormatException($"{field} is {value}");

    /// <summary>The error for a word that no list has.</summary>
    public static FormatException Unknown(string field, string? word) =>
        new(word is null ? $"{field} is missing" : $"{field} '{word}' is not known");
}
