using System.Text.Json;
using Pipeline.Messages.Fix;

namespace Pipeline.Simulation.VenueSimulator;

/// <summary>Alpaca's trading API over the exchange: what each call does and truthfully answers.</summary>
internal sealed class AlpacaApi(SimulatorOptions options, Exchange exchange, Changes changes, IdRule ids)
{
    private static readonly AssetRules Ordinary = new();
    private static readonly ReadOnlyMemory<byte> NoBody = ReadOnlyMemory<byte>.Empty;

    /// <summary>Performs a call.</summary>
    public ApiAnswer Perform(Route route, Effects effects, DateTimeOffset now) => route.Kind switch
    {
        CallKind.Submit => Submit(route.Body!, effects, now),
        CallKind.Replace => OfOrder(route, order => Replace(order, route.Body!, effects, now), now),
        CallKind.Cancel => OfOrder(route, order => Cancel(order, effects, now), now),
        CallKind.CancelAll => CancelAll(effects, now),
        CallKind.GetOrder => OfOrder(route, order => Shown(order, effects, now), now),
        CallKind.GetByClientOrderId => ByClientOrderId(route, effects, now),
        CallKind.ListOrders => Lists(
            OrderQueries.Orders(route, exchange.Orders, now), (writer, order) => OrderJson.Write(writer, order, order.State)),
        CallKind.Activities => Lists(OrderQueries.Executions(route, exchange.Ledger.Executions, now), ActivityJson.Write),
        CallKind.Fees => Lists(OrderQueries.Fees(route, exchange.Fees.Posted, now), ActivityJson.Write),
        CallKind.Positions => Positions(route, now),
        CallKind.Account => new ApiAnswer(200, AccountJson.Account(exchange, options.Shorting, now)),
        CallKind.Calendar => MarketJson.Calendar(route, exchange.Calendars.Equities, now) is var (days, error) && error is null
            ? new ApiAnswer(200, days)
            : error!.ToAnswer(),
        CallKind.Clock => new ApiAnswer(200, MarketJson.Clock(exchange.Calendars.Equities, now)),
        CallKind.Quotes => Quotes(route, now),
        CallKind.Asset => new ApiAnswer(200, MarketJson.Asset(route.Id!, AssetOf(route.Id!), exchange.Markets.Of(route.Id!).IsHalted)),
        _ => ApiError.NotFound("endpoint not found").ToAnswer(),
    };

    private ApiAnswer Submit(OrderRequest body, Effects effects, DateTimeOffset now)
    {
        var (terms, error) = OrderTermsCheck.Read(body);
        error ??= ids.Refusal(terms!.ClOrdId, exchange.Orders) ?? AccountCheck.Refusal(terms!, AssetOf(terms!.Symbol), exchange, options.Shorting, now);
        if (error is not null)
        {
            return error.ToAnswer();
        }

        var (order, answered) = exchange.Take(terms!, effects, now);
        return new ApiAnswer(200, OrderJson.Write(order, answered));
    }

    private AssetRules AssetOf(string symbol) => options.Assets.GetValueOrDefault(symbol) ?? Ordinary;

    private ApiAnswer Replace(SimulatedOrder order, OrderRequest body, Effects effects, DateTimeOffset now)
    {
        if (!order.IsOpen || order.Status is OrderStatuses.PendingCancel or OrderStatuses.PendingReplace)
        {
            return ApiError.Unprocessable($"order in status {order.Status} can't be replaced").ToAnswer();
        }

        var (replacement, error) = OrderTermsCheck.ReadReplacement(body, order);
        error ??= ids.Refusal(replacement!.ClOrdId, exchange.Orders);
        if (error is not null)
        {
            return error.ToAnswer();
        }

        var qty = replacement!.Qty ?? order.OrderQty;
        var terms = new NewOrder(order.Symbol, order.Side, qty, order.OrdType, replacement.TimeInForce!.Value)
        {
            Price = replacement.Price ?? order.Price,
            StopPx = replacement.StopPx ?? order.StopPx,
            ClOrdId = replacement.ClOrdId,
            Replaces = order,
        };
        var (successor, answered) = changes.Replace(order, terms, effects, now);
        return new ApiAnswer(200, OrderJson.Write(successor, answered));
    }

    private ApiAnswer Cancel(SimulatedOrder order, Effects effects, DateTimeOffset now)
    {
        if (!order.IsOpen || order.Status == OrderStatuses.PendingCancel)
        {
            return ApiError.Unprocessable($"order is already in \"{order.Status}\" state").ToAnswer();
        }

        changes.Cancel(order, effects, now);
        return new ApiAnswer(204, NoBody);
    }

    private ApiAnswer CancelAll(Effects effects, DateTimeOffset now)
    {
        var canceled = exchange.Orders.Open.Where(order => order.Status != OrderStatuses.PendingCancel).ToList();
        foreach (var order in canceled)
        {
            changes.Cancel(order, effects, now);
        }

        return new ApiAnswer(207, JsonText.List(canceled, (writer, order) =>
        {
            writer.WriteStartObject();
            writer.WriteString("id", order.OrderId);
            writer.WriteNumber("status", 200);
            writer.WritePropertyName("body");
            OrderJson.Write(writer, order, order.State);
            writer.WriteEndObject();
        }));
    }

    private ApiAnswer ByClientOrderId(Route route, Effects effects, DateTimeOffset now)
    {
        var order = exchange.Orders.ByClOrdId(route["client_order_id"] ?? "");
        return order is null || order.HiddenUntil > now
            ? ApiError.NotFound($"order not found for {route["client_order_id"]}").ToAnswer()
            : Shown(order, effects, now);
    }

    // A script may let an order trade just because somebody looked at it.
    private ApiAnswer Shown(SimulatedOrder order, Effects effects, DateTimeOffset now)
    {
        var answer = new ApiAnswer(200, OrderJson.Write(order, order.State));
        exchange.ScheduleFills(order, effects.Fills ?? [], now);
        return answer;
    }

    private ApiAnswer OfOrder(Route route, Func<SimulatedOrder, ApiAnswer> perform, DateTimeOffset now)
    {
        if (exchange.Orders.ById(route.Id!) is not { } order || order.HiddenUntil > now)
        {
            return ApiError.NotFound($"order not found for {route.Id}").ToAnswer();
        }

        exchange.Meet(exchange.Markets.Of(order.Symbol), now);
        return perform(order);
    }

    private ApiAnswer Positions(Route route, DateTimeOffset now)
    {
        if (route.Id is not { } symbol)
        {
            return new ApiAnswer(200, JsonText.List(
                exchange.Account.Positions, (writer, entry) => AccountJson.Position(writer, entry.Key, entry.Value, exchange, now)));
        }

        var holding = exchange.Account.Of(symbol);
        return holding.Qty == 0
            ? ApiError.NotFound("position does not exist").ToAnswer()
            : new ApiAnswer(200, JsonText.Write(writer => AccountJson.Position(writer, symbol, holding, exchange, now)));
    }

    private ApiAnswer Quotes(Route route, DateTimeOffset now)
    {
        const StringSplitOptions tidy = StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries;
        var isOfPairs = route.Id == CallKinds.OfPairs;
        var isOfOne = route.Id is not null && !isOfPairs;
        var symbols = ((isOfOne ? route.Id : route["symbols"]) ?? "").Split(',', tidy);
        if (symbols.FirstOrDefault(symbol => symbol.Contains('/', StringComparison.Ordinal) != isOfPairs) is { } other)
        {
            return new ApiError(400, 40010000, $"invalid symbol: {other}").ToAnswer();
        }

        var quotes = symbols.Distinct().Select(symbol => exchange.Markets.Of(symbol).Quote(now)).OfType<Quote>().ToList();
        if (symbols.Length == 0)
        {
            return new ApiError(400, 40010000, "symbols is required").ToAnswer();
        }

        return new ApiAnswer(200, JsonText.Write(writer =>
        {
            writer.WriteStartObject();
            if (!isOfOne)
            {
                writer.WriteStartObject("quotes");
                quotes.ForEach(quote => Named(writer, quote.Symbol, quote));
                writer.WriteEndObject();
            }
            else
            {
                writer.WriteString("symbol", route.Id);
                quotes.ForEach(quote => Named(writer, "quote", quote));
            }

            writer.WriteEndObject();
        }));
    }

    private static void Named(Utf8JsonWriter writer, string name, Quote quote)
    {
        writer.WritePropertyName(name);
        MarketJson.Quote(writer, quote);
    }

    private static ApiAnswer Lists<T>((IReadOnlyList<T>? Items, ApiError? Error) found, Action<Utf8JsonWriter, T> write) =>
        found.Error?.ToAnswer() ?? new ApiAnswer(200, JsonText.List(found.Items!, write));
}
