using Pipeline.Messages.Fix;

namespace Pipeline.Simulation.VenueSimulator;

/// <summary>What Alpaca asks of the asset and the account before it takes an order.</summary>
internal static class AccountCheck
{
    /// <summary>Why the account may not have this order; null when it may.</summary>
    public static ApiError? Refusal(NewOrder order, AssetRules asset, Exchange exchange, bool shorting, DateTimeOffset now)
    {
        var holding = exchange.Account.Of(order.Symbol);
        return Parts(order, asset)
            ?? WashTrade(order, exchange)
            ?? (order.Side == Side.Sell ? Shares(order, holding, asset, shorting, exchange) : Cover(order, holding))
            ?? Money(order, holding, exchange, now);
    }

    private static ApiError? Parts(NewOrder order, AssetRules asset) => asset.Fractionable || order.Qty == decimal.Truncate(order.Qty)
        ? null
        : ApiError.Unprocessable($"asset \"{order.Symbol}\" is not fractionable");

    private static ApiError? WashTrade(NewOrder order, Exchange exchange)
    {
        var other = order.Side == Side.Buy ? Side.Sell : Side.Buy;
        var met = exchange.Orders.OpenOf(order.Symbol, other).FirstOrDefault(open => CouldMeet(order, open));
        return met is null ? null : ApiError.Forbidden(
            "potential wash trade detected. use complex orders",
            ("existing_order_id", met.OrderId), ("reject_reason", $"opposite side {Words.Of(met.OrdType)} order exists"));
    }

    private static bool CouldMeet(NewOrder order, SimulatedOrder open) =>
        order.OrdType != OrdType.Limit || open.OrdType != OrdType.Limit
        || (order.Side == Side.Buy ? order.Price >= open.Price : order.Price <= open.Price);

    private static ApiError? Shares(NewOrder order, Holding holding, AssetRules asset, bool shorting, Exchange exchange)
    {
        if (order.Symbol.Contains('/'))
        {
            return order.Qty <= holding.Available ? null : Balance(order.Symbol.Split('/')[0], order.Qty, holding.Available, holding.Qty);
        }

        if (holding.Qty <= 0)
        {
            return order.Qty != decimal.Truncate(order.Qty) ? ApiError.Unprocessable("fractional orders cannot be sold short")
                : !shorting ? ApiError.Forbidden("account is not allowed to short")
                : asset.Shortable ? null : ApiError.Unprocessable($"asset \"{order.Symbol}\" cannot be sold short");
        }

        return order.Qty <= holding.Available ? null : Insufficient(
            order,
            holding.Available,
            ("existing_qty", JsonText.Number(holding.Qty)),
            ("held_for_orders", JsonText.Number(holding.HeldForSells)),
            ("related_orders", string.Join(',', exchange.Orders.OpenOf(order.Symbol, Side.Sell).Select(open => open.OrderId))),
            ("symbol", order.Symbol));
    }

    // A short position is closed before a long one is opened, by orders of their own.
    private static ApiError? Cover(NewOrder order, Holding holding) => holding.Qty >= 0 || order.Qty <= -holding.Qty
        ? null
        : Insufficient(order, -holding.Qty, ("existing_qty", JsonText.Number(holding.Qty)), ("symbol", order.Symbol));

    private static ApiError Insufficient(
        NewOrder order, decimal available, params (string Name, string Value)[] details) => ApiError.Forbidden(
        $"insufficient qty available for order (requested: {JsonText.Number(order.Qty)}, available: {JsonText.Number(available)})",
        [("available", JsonText.Number(available)), .. details]);

    private static ApiError Balance(string asset, decimal requested, decimal available, decimal held) => ApiError.Forbidden(
        $"insufficient balance for {asset} (requested: {JsonText.Number(requested)}, available: {JsonText.Number(Math.Max(0, available))})",
        ("available", JsonText.Number(Math.Max(0, available))), ("balance", JsonText.Number(held)));

    private static ApiError? Money(NewOrder order, Holding holding, Exchange exchange, DateTimeOffset now)
    {
        var cost = order.Qty * HeldBack.Px(order, exchange.Markets.Of(order.Symbol).Quote(now), holding);
        var power = exchange.Account.BuyingPower;
        return cost <= power ? null
            : order.Symbol.Split('/') is [_, var money] ? Balance(money, cost, power, power)
            : ApiError.Forbidden(
            "insufficient buying power", ("buying_power", JsonText.Number(power)), ("cost_basis", JsonText.Number(cost)));
    }
}
