using Pipeline.Messages.Fix;

namespace Pipeline.Simulation.VenueSimulator;

/// <summary>What Alpaca asks of an order's terms before it looks at the account.</summary>
internal static class OrderTermsCheck
{
    private const int LongestClientOrderId = 128;
    private const int LongestSymbol = 16;
    private const int QtyDecimals = 9;

    /// <summary>The order that a body asks for, or what is wrong with it.</summary>
    public static (NewOrder? Order, ApiError? Error) Read(OrderRequest request)
    {
        if (!request.IsReadable)
        {
            return (null, new ApiError(400, 40010000, "request body format is invalid"));
        }

        var symbol = request["symbol"] ?? "";
        return (Unsupported(request) ?? Symbol(symbol)) is { } refused
            ? (null, refused)
            : Terms(request, symbol);
    }

    /// <summary>What a replacement asks for, or what is wrong with it.</summary>
    public static (Replacement? Replacement, ApiError? Error) ReadReplacement(OrderRequest request, SimulatedOrder order)
    {
        if (!request.IsReadable)
        {
            return (null, new ApiError(400, 40010000, "request body format is invalid"));
        }

        var tif = request["time_in_force"] is { } word && word != Words.Of(order.TimeInForce) ? Words.ToTimeInForce(word) : order.TimeInForce;
        if (!request.TryNumber("qty", out var qty) || qty <= 0)
        {
            return (null, ApiError.Unprocessable($"invalid qty {request["qty"]}"));
        }

        if (Price(request, "limit_price", order.Symbol, out var limit) is { } badLimit)
        {
            return (null, badLimit);
        }

        if (Price(request, "stop_price", order.Symbol, out var stop) is { } badStop)
        {
            return (null, badStop);
        }

        return Misplaced(order.OrdType, limit ?? order.Price, stop ?? order.StopPx) is { } misplaced ? (null, misplaced)
            : tif is null ? (null, ApiError.Malformed("invalid time_in_force"))
            : qty is { } whole && (IsFraction(order.Symbol, whole) || IsFraction(order.Symbol, order.OrderQty)) ? (null, ApiError.Unprocessable("only the qty of full shares can be changed"))
            : OfKind(qty ?? order.OrderQty, order.Symbol, order.OrdType, tif.Value) is { } ofKind ? (null, ofKind)
            : qty <= order.CumQty ? (null, ApiError.Unprocessable($"qty must be greater than filled_qty ({JsonText.Number(order.CumQty)})"))
            : (new Replacement(qty, limit, stop, tif, request["client_order_id"]), null);
    }

    private static (NewOrder? Order, ApiError? Error) Terms(OrderRequest request, string symbol)
    {
        if (Qty(request, out var qty) is { } badQty)
        {
            return (null, badQty);
        }

        if (Words.ToSide(request["side"]) is not { } side)
        {
            return (null, ApiError.Malformed("invalid side"));
        }

        if (Words.ToOrdType(request["type"]) is not { } type)
        {
            return (null, ApiError.Malformed("invalid order type"));
        }

        if (Words.ToTimeInForce(request["time_in_force"]) is not { } stated)
        {
            return (null, ApiError.Malformed("invalid time_in_force"));
        }

        var isExtended = request["extended_hours"] is "true";
        if (isExtended && (type, stated) != (OrdType.Limit, TimeInForce.Day))
        {
            return (null, ApiError.Unprocessable("extended hours order must be DAY limit orders"));
        }

        if (stated is TimeInForce.Opg or TimeInForce.Cls && type is not (OrdType.Market or OrdType.Limit))
        {
            return (null, ApiError.Unprocessable($"invalid time_in_force {Words.Of(stated)} for order type {Words.Of(type)}"));
        }

        var tif = isExtended ? TimeInForce.ExtendedHours : stated;

        if ((Price(request, "limit_price", symbol, out var limit) ?? Price(request, "stop_price", symbol, out _)) is { } badPrice)
        {
            return (null, badPrice);
        }

        request.TryNumber("stop_price", out var stop);
        var refused = Misplaced(type, limit, stop) ?? OfKind(qty, symbol, type, tif) ?? Id(request["client_order_id"]);
        return refused is null
            ? (new NewOrder(symbol, side, qty, type, tif) { Price = limit, StopPx = stop, ClOrdId = request["client_order_id"] }, null)
            : (null, refused);
    }

    private static ApiError? Unsupported(OrderRequest request) =>
        request["notional"] is not null ? ApiError.Unprocessable("notional orders are not simulated")
        : request["order_class"] is not (null or "simple")
            ? ApiError.Unprocessable($"order class {request["order_class"]} is not simulated")
        : request["type"] is "trailing_stop" ? ApiError.Unprocessable("trailing_stop orders are not simulated")
        : null;

    private static ApiError? Symbol(string symbol) =>
        symbol.Length == 0 ? ApiError.Malformed("symbol is required")
        : symbol.Length > LongestSymbol || !symbol.All(letter => char.IsAsciiLetterUpper(letter) || letter is '.' or '/')
            ? ApiError.Unprocessable($"asset \"{symbol}\" not found")
        : null;

    private static ApiError? Qty(OrderRequest request, out decimal qty)
    {
        var isNumber = request.TryNumber("qty", out var read);
        qty = read ?? 0;
        return !isNumber ? ApiError.Malformed($"invalid qty {request["qty"]}")
            : read is null ? ApiError.Malformed("qty or notional is required")
            : qty <= 0 ? ApiError.Unprocessable("qty must be > 0")
            : qty != Math.Round(qty, QtyDecimals) ? ApiError.Unprocessable($"qty must have at most {QtyDecimals} decimals")
            : null;
    }

    private static ApiError? Price(OrderRequest request, string field, string symbol, out decimal? price)
    {
        var isNumber = request.TryNumber(field, out price);
        return !isNumber || price <= 0 ? ApiError.Unprocessable($"invalid {field} {request[field]}")
            : price is { } value && !symbol.Contains('/') && value != Math.Round(value, value >= 1 ? 2 : 4)
                ? ApiError.Unprocessable($"invalid {field} {request[field]}. sub-penny increment does not fulfill minimum pricing criteria")
            : null;
    }

    private static ApiError? Misplaced(OrdType type, decimal? limit, decimal? stop)
    {
        var word = Words.Of(type);
        var (wantsLimit, wantsStop) = (type is OrdType.Limit or OrdType.StopLimit, type is OrdType.Stop or OrdType.StopLimit);
        return wantsLimit && limit is null ? ApiError.Malformed($"{word} orders require limit_price")
            : wantsStop && stop is null ? ApiError.Malformed($"{word} orders require stop_price")
            : !wantsLimit && limit is not null ? ApiError.Malformed($"{word} orders require no limit_price")
            : !wantsStop && stop is not null ? ApiError.Malformed($"{word} orders require no stop_price")
            : null;
    }

    // Orders in pairs and over parts of a share are taken in fewer forms than others.
    private static ApiError? OfKind(decimal qty, string symbol, OrdType type, TimeInForce tif) =>
        !symbol.Contains('/') ? (IsFraction(symbol, qty) && tif != TimeInForce.Day ? ApiError.Unprocessable("fractional orders must be DAY orders") : null)
        : type == OrdType.Stop ? ApiError.Malformed("invalid order type for crypto order")
        : tif is not (TimeInForce.Gtc or TimeInForce.Ioc) ? ApiError.Unprocessable("invalid crypto time_in_force")
        : null;

    private static bool IsFraction(string symbol, decimal qty) => !symbol.Contains('/') && qty != decimal.Truncate(qty);

    private static ApiError? Id(string? clOrdId) => clOrdId?.Length > LongestClientOrderId
        ? ApiError.Malformed($"client_order_id must be no more than {LongestClientOrderId} characters")
        : null;
}
