using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Pipeline.Messages.Capabilities;
using Pipeline.Messages.Fix;
using Pipeline.Venues.Kit;

namespace Pipeline.Venues.Binance;

/// <summary>Questions to Binance that have one answer.</summary>
internal sealed class BinanceReads(BinanceCaller caller, Pairs pairs, OrderReader reader, UnknownFields fields, TimeProvider clock)
{
    /// <summary>An order by our id. Of several that bore it, Binance shows the newest.</summary>
    public async Task<OrderQuery> ByClOrdIdAsync(OrderStatusRequest request, CancellationToken cancellationToken)
    {
        if (pairs.Find(request.Symbol) is not { } pair)
        {
            return new OrderQuery.Unavailable(VenueFault.ServerError, $"UNKNOWN_SYMBOL: {request.Symbol} is none of the pairs that are traded");
        }

        var (reply, answer) = await OrderAsync(pair, new Parameters().With("symbol", pair.VenueSymbol).With("origClientOrderId", request.ClOrdId), cancellationToken).ConfigureAwait(false);
        return answer switch
        {
            VenueAnswer<OrderDocument>.Stated { Value: var order } when order.ClientOrderId != request.ClOrdId =>
                new OrderQuery.Unavailable(VenueFault.Unreadable, $"UNREADABLE_ANSWER: clientOrderId is {Untrusted.Cap(order.ClientOrderId ?? "missing")}"),
            VenueAnswer<OrderDocument>.Stated { Value: var order } => Found(order),
            _ when BinanceErrors.IsNotFound(reply) => new OrderQuery.NotFound(),
            VenueAnswer<OrderDocument>.Unavailable none => new OrderQuery.Unavailable(none.Fault, none.Reason, none.RetryAfter),
            var other => throw new InvalidOperationException($"{other} is no answer"),
        };
    }

    /// <summary>An order by Binance's own id; null when there is none.</summary>
    public async Task<VenueAnswer<OrderDocument?>> ByOrderIdAsync(Pair pair, long orderId, CancellationToken cancellationToken)
    {
        var (reply, answer) = await OrderAsync(pair, new Parameters().With("symbol", pair.VenueSymbol).With("orderId", (long?)orderId), cancellationToken).ConfigureAwait(false);
        return answer switch
        {
            VenueAnswer<OrderDocument>.Stated { Value: var order } => new VenueAnswer<OrderDocument?>.Stated(order),
            _ when BinanceErrors.IsNotFound(reply) => new VenueAnswer<OrderDocument?>.Stated(null),
            _ => Answers.Failed<OrderDocument, OrderDocument?>(answer),
        };
    }

    /// <summary>What Binance's clock says.</summary>
    /// <exception cref="VenueUnavailableException">It does not answer.</exception>
    public async Task<DateTimeOffset?> TimeAsync(CancellationToken cancellationToken) =>
        (await caller.Time.AskAsync(cancellationToken).ConfigureAwait(false)).Require("Binance does not state its time");

    /// <summary>What is free and what is locked of each asset, together.</summary>
    public async Task<VenueAnswer<IReadOnlyDictionary<string, decimal>>> BalancesAsync(CancellationToken cancellationToken) => Reading.Of(
        await caller.SignedAsync(HttpMethod.Get, "api/v3/account", new Parameters().With("omitZeroBalances", "true"), cancellationToken).ConfigureAwait(false),
        BinanceJson.Default.AccountDocument,
        IReadOnlyDictionary<string, decimal> (document) => (document.Balances ?? throw new FormatException("balances is missing")).ToDictionary(
            balance => Fields.Required(balance.Asset, "asset"),
            balance => Fields.Required(balance.Free, "free") + Fields.Required(balance.Locked, "locked")));

    /// <summary>The newest quotes. Binance does not say of when they are: they are as old as the question at most.</summary>
    public async Task<VenueAnswer<IReadOnlyList<Quote>>> QuotesAsync(IReadOnlyCollection<string> symbols, CancellationToken cancellationToken)
    {
        var asked = symbols.Select(pairs.Find).OfType<Pair>().ToList();
        if (asked.Count == 0)
        {
            return new VenueAnswer<IReadOnlyList<Quote>>.Stated([]);
        }

        var at = clock.GetUtcNow();
        return Reading.Of(
            await caller.AskAsync("api/v3/ticker/bookTicker", OfSymbols(asked), cancellationToken).ConfigureAwait(false),
            BinanceJson.Default.ListBookTickerDocument,
            IReadOnlyList<Quote> (tickers) => [.. tickers.Select(ticker => QuoteOf(ticker, at))]);
    }

    /// <summary>Whether Binance has a pair, in whatever state.</summary>
    /// <exception cref="VenueUnavailableException">It does not say.</exception>
    public async Task<bool> IsKnownAsync(string symbol, CancellationToken cancellationToken)
    {
        if (pairs.Find(symbol) is not { } pair)
        {
            return false;
        }

        var reply = await caller.AskAsync("api/v3/exchangeInfo", new Parameters().With("symbol", pair.VenueSymbol), cancellationToken).ConfigureAwait(false);
        return !BinanceErrors.IsUnknownSymbol(reply) && Reading.Of(reply, BinanceJson.Default.ExchangeInfoDocument, _ => true).Require("Binance does not state which pairs it has");
    }

    /// <summary>Whether a symbol trades. One that Binance does not know does not.</summary>
    public async Task<VenueAnswer<(SecurityTradingStatus Status, string Text)>> StatusAsync(string symbol, CancellationToken cancellationToken)
    {
        if (pairs.Find(symbol) is not { } pair)
        {
            return new VenueAnswer<(SecurityTradingStatus Status, string Text)>.Stated((SecurityTradingStatus.NotAvailableForTrading, $"{symbol} is none of the pairs that are traded"));
        }

        var reply = await caller.AskAsync("api/v3/exchangeInfo", new Parameters().With("symbol", pair.VenueSymbol), cancellationToken).ConfigureAwait(false);
        return BinanceErrors.IsUnknownSymbol(reply)
            ? new VenueAnswer<(SecurityTradingStatus Status, string Text)>.Stated((SecurityTradingStatus.NotAvailableForTrading, $"no symbol {pair.VenueSymbol}"))
            : Reading.Of(reply, BinanceJson.Default.ExchangeInfoDocument, info => BinanceWords.ToTradingStatus(
                (info.Symbols ?? []).FirstOrDefault(listed => listed.Symbol == pair.VenueSymbol) ?? throw new FormatException("the symbol is missing")));
    }

    /// <summary>What Binance asks of the orders in each symbol.</summary>
    public async Task<VenueAnswer<IReadOnlyList<InstrumentRules>>> InstrumentsAsync(IReadOnlyCollection<string> symbols, CancellationToken cancellationToken)
    {
        var asked = symbols.Select(pairs.Find).OfType<Pair>().ToList();
        if (asked.Count == 0)
        {
            return new VenueAnswer<IReadOnlyList<InstrumentRules>>.Stated([]);
        }

        var at = clock.GetUtcNow();
        return Reading.Of(
            await caller.AskAsync("api/v3/exchangeInfo", OfSymbols(asked), cancellationToken).ConfigureAwait(false),
            BinanceJson.Default.ExchangeInfoDocument,
            IReadOnlyList<InstrumentRules> (info) => [.. (info.Symbols ?? throw new FormatException("symbols is missing")).Select(symbol => RulesOf(symbol, asked, at)).OfType<InstrumentRules>()]);
    }

    // What was not asked for, or can't be read, keeps the rules of no other symbol away.
    private static InstrumentRules? RulesOf(SymbolDocument symbol, IReadOnlyList<Pair> asked, DateTimeOffset at)
    {
        if (asked.FirstOrDefault(pair => pair.VenueSymbol == symbol.Symbol) is not { } pair)
        {
            return null;
        }

        try
        {
            return InstrumentReader.Of(pair.Symbol, symbol, at);
        }
        catch (FormatException)
        {
            Metrics.CountUnknown("symbol");
            return null;
        }
    }

    private async Task<(VenueReply Reply, VenueAnswer<OrderDocument> Answer)> OrderAsync(Pair pair, Parameters parameters, CancellationToken cancellationToken)
    {
        var reply = await caller.SignedAsync(HttpMethod.Get, "api/v3/order", parameters, cancellationToken).ConfigureAwait(false);
        var answer = Reading.Of(reply, BinanceJson.Default.OrderDocument, order => order);
        if (answer is VenueAnswer<OrderDocument>.Stated { Value: var order })
        {
            fields.Note("order", order.More);
        }

        return (reply, answer);
    }

    private OrderQuery Found(OrderDocument order)
    {
        try
        {
            return new OrderQuery.Found(reader.ToVenueOrder(order));
        }
        catch (FormatException e)
        {
            return new OrderQuery.Unavailable(VenueFault.Unreadable, $"UNREADABLE_ANSWER: {Untrusted.Cap(e.Message)}");
        }
    }

    private static Parameters OfSymbols(IReadOnlyList<Pair> asked) =>
        new Parameters().With("symbols", $"[{string.Join(',', asked.Select(pair => $"\"{pair.VenueSymbol}\""))}]");

    // A side at a price of 0 is a side without a quote.
    private Quote QuoteOf(BookTickerDocument ticker, DateTimeOffset at) => new(
        pairs.Required(ticker.Symbol).Symbol, at, Fields.Price(ticker.BidPrice), ticker.BidQty ?? 0, Fields.Price(ticker.AskPrice), ticker.AskQty ?? 0);
}
