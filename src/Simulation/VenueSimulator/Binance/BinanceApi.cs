using System.Text.Json;
using Pipeline.Messages.Fix;

namespace Pipeline.Simulation.VenueSimulator;

/// <summary>Binance Spot's REST API over the exchange: what each call does and truthfully answers.</summary>
internal sealed class BinanceApi(Exchange exchange, Changes changes, IdRule ids)
{
    private const string Cash = "USDT";

    /// <summary>Performs a call.</summary>
    public ApiAnswer Perform(Route route, Effects effects, DateTimeOffset now) => route.Kind switch
    {
        CallKind.Submit => Submit(route, effects, now),
        CallKind.Cancel => Cancel(route, effects, now),
        CallKind.GetOrder or CallKind.GetByClientOrderId => Find(route, now) is { } order ? Shown(order, effects, now) : BinanceErrors.NoSuchOrder.ToAnswer(),
        CallKind.ListOrders => Orders(route, now),
        CallKind.Activities => Trades(route, now),
        CallKind.Account => Ok(Account),
        CallKind.Asset => Symbols(route) is { } listed
            ? Ok(writer => List(writer, now, "symbols", listed, symbol => BinanceFilters.Symbol(writer, symbol, exchange.Markets.Of(symbol).IsHalted)))
            : BinanceErrors.UnknownSymbol.ToAnswer(),
        CallKind.Quotes => Symbols(route) is { } quoted ? Tickers(route, [.. quoted.Select(symbol => (symbol, exchange.Markets.Of(symbol).Quote(now)))]) : BinanceErrors.UnknownSymbol.ToAnswer(),
        CallKind.Clock => Ok(writer => Of(writer, () => writer.WriteNumber("serverTime", now.ToUnixTimeMilliseconds()))),
        _ => BinanceErrors.Bad(-1000, "There is no such endpoint.", 404).ToAnswer(),
    };

    private ApiAnswer Submit(Route route, Effects effects, DateTimeOffset now)
    {
        var (terms, error) = BinanceTerms.Read(route);
        error ??= BinanceFilters.FailedBy(terms!, exchange.Markets.Of(terms!.Symbol).Quote(now)) is { } filter ? BinanceErrors.Filter(filter) : null;
        error ??= ids.IsTaken(terms!.ClOrdId, exchange.Orders) ? BinanceErrors.Duplicate : Balance(terms!, now);
        if (error is not null)
        {
            return error.ToAnswer();
        }

        // The matching engine answers once it has matched.
        var (order, _) = exchange.Take(terms!, effects, now);
        return new ApiAnswer(200, BinanceOrderJson.Answer(order, order.State, now));
    }

    private ApiError? Balance(NewOrder order, DateTimeOffset now)
    {
        var account = exchange.Account;
        var holding = account.Of(order.Symbol);
        var price = order.Price ?? order.StopPx ?? exchange.Markets.Of(order.Symbol).Quote(now)?.Ask ?? 0;
        var suffices = order.Side == Side.Sell ? order.Qty <= holding.Available : order.Qty * price <= account.Cash - account.HeldCash;
        return suffices ? null : BinanceErrors.InsufficientBalance;
    }

    private ApiAnswer Cancel(Route route, Effects effects, DateTimeOffset now)
    {
        if (Find(route, now) is not { IsOpen: true } order || order.Status == OrderStatuses.PendingCancel)
        {
            return BinanceErrors.UnknownOrder.ToAnswer();
        }

        exchange.Meet(exchange.Markets.Of(order.Symbol), now);
        if (!order.IsOpen)
        {
            return BinanceErrors.UnknownOrder.ToAnswer();
        }

        changes.Cancel(order, effects, now);
        return new ApiAnswer(200, BinanceOrderJson.Answer(order, order.State, now));
    }

    // A script may let an order trade just because somebody looked at it.
    private ApiAnswer Shown(SimulatedOrder order, Effects effects, DateTimeOffset now)
    {
        exchange.Meet(exchange.Markets.Of(order.Symbol), now);
        var answer = Ok(writer => BinanceOrderJson.Order(writer, order));
        exchange.ScheduleFills(order, effects.Fills ?? [], now);
        return answer;
    }

    private SimulatedOrder? Find(Route route, DateTimeOffset now)
    {
        var order = route["orderId"] is { } id
            ? long.TryParse(id, out var seq) && seq >= 1 && seq <= exchange.Orders.All.Count ? exchange.Orders[seq] : null
            : exchange.Orders.ByClOrdId(route["origClientOrderId"] ?? "");
        return order?.Symbol == BinanceSymbols.ToPair(route["symbol"]) && order!.HiddenUntil <= now ? order : null;
    }

    private ApiAnswer Orders(Route route, DateTimeOffset now)
    {
        var symbol = BinanceSymbols.ToPair(route["symbol"]);
        bool IsListed(SimulatedOrder order) => (symbol is null || order.Symbol == symbol) && order.HiddenUntil <= now;

        // What is open is listed whole.
        if (route.Id == BinanceRoutes.Open)
        {
            return new ApiAnswer(200, JsonText.List([.. exchange.Orders.Open.Where(IsListed).OrderBy(order => order.Seq)], BinanceOrderJson.Order));
        }

        var (page, error) = BinanceLists.Page(route, "orderId", exchange.Orders.All.Where(IsListed), order => order.Seq, order => order.CreatedAt);
        return error?.ToAnswer() ?? new ApiAnswer(200, JsonText.List(page!, BinanceOrderJson.Order));
    }

    // What was busted or corrected Binance does not know: it lists trades alone.
    private ApiAnswer Trades(Route route, DateTimeOffset now)
    {
        var symbol = BinanceSymbols.ToPair(route["symbol"]);
        var trades = exchange.Ledger.Executions.Where(trade =>
            trade.Kind == ExecutionKind.Trade && trade.Order.Symbol == symbol && trade.Order.HiddenUntil <= now
            && (route["orderId"] is not { } id || id == trade.Order.Seq.ToString()));
        var (page, error) = BinanceLists.Page(route, "fromId", trades, trade => trade.Seq, trade => trade.At);
        return error?.ToAnswer() ?? new ApiAnswer(200, JsonText.List(page!, (writer, trade) => BinanceOrderJson.Trade(writer, trade, exchange.Fees.With(trade))));
    }

    private void Account(Utf8JsonWriter writer) => Of(writer, () =>
    {
        var account = exchange.Account;
        writer.WriteBoolean("canTrade", true);
        writer.WriteString("accountType", "SPOT");
        writer.WriteStartArray("balances");
        Balance(writer, Cash, account.Cash - account.HeldCash, account.HeldCash);
        foreach (var (symbol, held) in account.Positions)
        {
            Balance(writer, BinanceSymbols.CoinOf(symbol), held.Qty - held.HeldForSells, held.HeldForSells);
        }

        writer.WriteEndArray();
    });

    private static void Balance(Utf8JsonWriter writer, string asset, decimal free, decimal locked) => Of(writer, () =>
    {
        writer.WriteString("asset", asset);
        writer.WriteString("free", BinanceOrderJson.Text(free));
        writer.WriteString("locked", BinanceOrderJson.Text(locked));
    });

    private static void Ticker(Utf8JsonWriter writer, (string Symbol, Quote? Quote) of) => Of(writer, () =>
    {
        writer.WriteString("symbol", BinanceSymbols.ToVenue(of.Symbol));
        writer.WriteString("bidPrice", BinanceOrderJson.Text(of.Quote?.Bid ?? 0));
        writer.WriteString("bidQty", BinanceOrderJson.Text(of.Quote?.BidSize ?? 0));
        writer.WriteString("askPrice", BinanceOrderJson.Text(of.Quote?.Ask ?? 0));
        writer.WriteString("askQty", BinanceOrderJson.Text(of.Quote?.AskSize ?? 0));
    });

    // Who asks about one symbol hears of it alone, not of a list that it is in.
    private static ApiAnswer Tickers(Route route, IReadOnlyList<(string Symbol, Quote? Quote)> quoted) =>
        route["symbol"] is null ? new ApiAnswer(200, JsonText.List(quoted, Ticker)) : Ok(writer => Ticker(writer, quoted[0]));

    // One symbol, a JSON list of them, or all there are; null when one is none.
    private List<string>? Symbols(Route route)
    {
        if (route["symbol"] is null && route["symbols"] is null)
        {
            return [.. BinanceSymbols.Listed.Union(exchange.Markets.Symbols.Where(symbol => symbol.Contains('/', StringComparison.Ordinal)))];
        }

        var asked = route["symbol"] is { } one ? [one] : JsonSerializer.Deserialize<string[]>(route["symbols"]!)!;
        var symbols = asked.Select(BinanceSymbols.ToPair).OfType<string>().ToList();
        return symbols.Count == asked.Length ? symbols : null;
    }

    private static ApiAnswer Ok(Action<Utf8JsonWriter> write) => new(200, JsonText.Write(write));

    private static void List<T>(Utf8JsonWriter writer, DateTimeOffset now, string name, IEnumerable<T> items, Action<T> write) => Of(writer, () =>
    {
        writer.WriteString("timezone", "UTC");
        writer.WriteNumber("serverTime", now.ToUnixTimeMilliseconds());
        writer.WriteStartArray(name);
        foreach (var item in items)
        {
            write(item);
        }

        writer.WriteEndArray();
    });

    private static void Of(Utf8JsonWriter writer, Action fields)
    {
        writer.WriteStartObject();
        fields();
        writer.WriteEndObject();
    }
}
