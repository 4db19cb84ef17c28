using Pipeline.Messages.Fix;

namespace Pipeline.Venues.Paper;

/// <summary>What the venue asks of an order before it takes it.</summary>
internal static class OrderTerms
{
    /// <summary>The problem of a message that isn't an order at all; there is nothing to keep of it.</summary>
    public static Refusal? Malformed(NewOrderSingle order)
    {
        if (string.IsNullOrWhiteSpace(order.ClOrdId))
        {
            return new Refusal(PaperRejectCodes.MissingClOrdId, "An order needs a ClOrdId.");
        }

        var known = Enum.IsDefined(order.Side) && Enum.IsDefined(order.OrdType) && Enum.IsDefined(order.TimeInForce);
        return known ? null : new Refusal(PaperRejectCodes.Unsupported, "The side, type or time in force is unknown.");
    }

    /// <summary>The problem of an order whose terms the venue can't accept; the order is kept as rejected.</summary>
    public static Refusal? Invalid(NewOrderSingle order, string account)
    {
        if (order.Account != account)
        {
            return new Refusal(PaperRejectCodes.UnknownAccount, $"There is no account {order.Account}.");
        }

        if (string.IsNullOrWhiteSpace(order.Symbol))
        {
            return new Refusal(PaperRejectCodes.InvalidSymbol, "An order needs a symbol.");
        }

        if (order.OrderQty <= 0)
        {
            return new Refusal(PaperRejectCodes.InvalidOrderQty, $"An OrderQty of {order.OrderQty} is not more than 0.");
        }

        if (order.TimeInForce is TimeInForce.Opg or TimeInForce.Cls or TimeInForce.ExtendedHours)
        {
            return new Refusal(PaperRejectCodes.UnsupportedTimeInForce, "The paper venue has no auctions and no extended hours.");
        }

        return Misplaced(order.Price, order.OrdType is OrdType.Limit or OrdType.StopLimit)
            ? new Refusal(PaperRejectCodes.InvalidPrice, $"A Price of {order.Price?.ToString() ?? "none"} does not suit the order type.")
            : Misplaced(order.StopPx, order.OrdType is OrdType.Stop or OrdType.StopLimit)
                ? new Refusal(PaperRejectCodes.InvalidStopPx, $"A StopPx of {order.StopPx?.ToString() ?? "none"} does not suit the order type.")
                : null;
    }

    private static bool Misplaced(decimal? price, bool wanted) => wanted ? price is not > 0 : price is not null;
}

/// <param name="Code">Stable code.</param>
/// <param name="Text">The venue's words.</param>
internal sealed record Refusal(string Code, string Text);
