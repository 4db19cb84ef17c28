using System.Globalization;
using System.Text.RegularExpressions;
using Pipeline.Messages.Fix;

namespace Pipeline.Simulation.VenueSimulator;

/// <summary>What Binance asks of an order's parameters (rest-api.md, New order).</summary>
internal static partial class BinanceTerms
{
    /// <summary>The order that a request asks for, or what is wrong with it.</summary>
    public static (NewOrder? Order, ApiError? Error) Read(Route route)
    {
        if (BinanceSymbols.ToPair(route["symbol"]) is not { } symbol)
        {
            return (null, BinanceErrors.UnknownSymbol);
        }

        Side? side = route["side"] switch { "BUY" => Side.Buy, "SELL" => Side.Sell, _ => null };
        OrdType? type = route["type"] switch
        {
            "MARKET" => OrdType.Market, "LIMIT" => OrdType.Limit, "STOP_LOSS" => OrdType.Stop, "STOP_LOSS_LIMIT" => OrdType.StopLimit, _ => null,
        };
        if (side is null || type is null)
        {
            return (null, side is null ? BinanceErrors.Bad(-1117, "Invalid side.") : BinanceErrors.Bad(-1116, "Invalid orderType."));
        }

        return Terms(route, symbol, side.Value, type.Value);
    }

    private static (NewOrder? Order, ApiError? Error) Terms(Route route, string symbol, Side side, OrdType type)
    {
        var (hasLimit, hasStop) = (type is OrdType.Limit or OrdType.StopLimit, type is OrdType.Stop or OrdType.StopLimit);
        TimeInForce? tif = route["timeInForce"] switch { "GTC" => TimeInForce.Gtc, "IOC" => TimeInForce.Ioc, "FOK" => TimeInForce.Fok, _ => null };
        var ofQty = Number(route, "quantity", true, out var qty);
        var ofPrice = Number(route, "price", hasLimit, out var limit);
        var ofStop = Number(route, "stopPrice", hasStop, out var trigger);
        if ((ofQty ?? ofPrice ?? ofStop) is { } fault)
        {
            return (null, fault);
        }

        if (hasLimit ? tif is null : route["timeInForce"] is not null)
        {
            return (null, hasLimit ? BinanceErrors.Missing("timeInForce") : BinanceErrors.Bad(-1106, "Parameter 'timeInForce' sent when not required."));
        }

        return route["newClientOrderId"] is { } id && !ClientOrderId().IsMatch(id)
            ? (null, BinanceErrors.Bad(-1100, "Illegal characters found in parameter 'newClientOrderId'; legal range is '^[a-zA-Z0-9-_]{1,36}$'."))
            : (new NewOrder(symbol, side, qty!.Value, type, tif ?? (type == OrdType.Market ? TimeInForce.Ioc : TimeInForce.Gtc))
            {
                Price = limit, StopPx = trigger, ClOrdId = route["newClientOrderId"],
            }, null);
    }

    private static ApiError? Number(Route route, string name, bool isWanted, out decimal? number)
    {
        number = null;
        if (route[name] is not { } text)
        {
            return isWanted ? BinanceErrors.Missing(name) : null;
        }

        if (!isWanted)
        {
            return BinanceErrors.Bad(-1106, $"Parameter '{name}' sent when not required.");
        }

        if (!decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value) || value <= 0)
        {
            return BinanceErrors.Missing(name);
        }

        number = value;
        return value == Math.Round(value, 8) ? null : BinanceErrors.Bad(-1111, $"Parameter '{name}' has too much precision.");
    }

    [GeneratedRegex("^[a-zA-Z0-9-_]{1,36}$")]
    private static partial Regex ClientOrderId();
}
