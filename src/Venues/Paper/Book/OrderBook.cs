using Pipeline.Messages.Fix;

namespace Pipeline.Venues.Paper;

/// <summary>The venue's rules over its tables: what becomes of orders as the quotes go by. A method is part of one transaction.</summary>
internal sealed class OrderBook(
    BookTables tables, IQuoteSource quotes, Func<string, DateTimeOffset, DateTimeOffset?> close, string account, decimal commissionBps)
{
    /// <summary>
    /// Progress that changed nothing is written down only after this many quotes. Meeting a few quotes again
    /// is cheaper than a write every time somebody looks.
    /// </summary>
    private const int QuotesWorthAWrite = 60;

    /// <summary>Brings all open orders from where they were to now, and what happens to them on record in order of time.</summary>
    public void Advance(DateTimeOffset now)
    {
        var orders = tables.OpenOrders().ToDictionary(order => order.Seq);
        var happened = new List<BookEvent>();
        foreach (var open in orders.Values.GroupBy(order => order.Terms.Symbol))
        {
            happened.AddRange(Advance(open.Key, open, now));
        }

        Record(orders, happened.OrderBy(what => what.At));
    }

    /// <summary>Takes an order and lets it meet the current quote, or refuses it.</summary>
    public SubmitOutcome Submit(NewOrderSingle order, DateTimeOffset now)
    {
        var outcome = Decide(order, now);
        tables.LogCall(now, order.ClOrdId, outcome is SubmitOutcome.Rejected rejected ? rejected.Code : "ACKNOWLEDGED");
        return outcome;
    }

    /// <summary>Cancels what is left of an open order.</summary>
    public CancelOutcome Cancel(string clOrdId, DateTimeOffset now)
    {
        if (tables.Order(clOrdId) is not { } order)
        {
            return new CancelOutcome.Rejected("UNKNOWN_ORDER", $"There is no order {clOrdId}.");
        }

        if (!order.IsOpen)
        {
            return new CancelOutcome.Rejected("TOO_LATE_TO_CANCEL", $"Order {clOrdId} is {order.OrdStatus}.");
        }

        Write(order.Become(OrdStatus.Canceled, now), ExecType.Canceled, "canceled on request");
        return new CancelOutcome.Requested();
    }

    private IReadOnlyList<BookEvent> Advance(string symbol, IEnumerable<BookOrder> open, DateTimeOffset now)
    {
        var state = tables.Symbol(symbol)!;
        if (now <= state.SeenUntil)
        {
            return [];
        }

        var book = new SymbolBook(open.Select(order => order.ToResting()), state.Show(quotes.Latest(symbol, state.SeenUntil)));
        book.Advance(quotes.Between(symbol, state.SeenUntil, now), now);
        if (book.Events.Count > 0 || book.QuotesMet >= QuotesWorthAWrite)
        {
            tables.Save(symbol, SymbolState.Of(now, book.Shown));
        }

        return book.Events;
    }

    private SubmitOutcome Decide(NewOrderSingle terms, DateTimeOffset now)
    {
        if (OrderTerms.Malformed(terms) is { } malformed)
        {
            return new SubmitOutcome.Rejected(malformed.Code, malformed.Text);
        }

        if (tables.Order(terms.ClOrdId) is { } earlier)
        {
            return new SubmitOutcome.Rejected("DUPLICATE_CL_ORD_ID", $"ClOrdId {terms.ClOrdId} is order {earlier.OrderId}.");
        }

        var order = new BookOrder { Seq = tables.NextOrderSeq(), Terms = terms, OrdStatus = OrdStatus.PendingNew, At = now };
        if (OrderTerms.Invalid(terms, account) is { } invalid)
        {
            Write(order.Become(OrdStatus.Rejected, now), ExecType.Rejected, $"{invalid.Code}: {invalid.Text}");
            return new SubmitOutcome.Rejected(invalid.Code, invalid.Text);
        }

        var expiry = terms.TimeInForce == TimeInForce.Day ? close(terms.Symbol, now) : null;
        order = order.Become(OrdStatus.New, now) with { ExpiresAt = expiry?.ToUniversalTime() };
        Write(order, ExecType.New);
        Arrive(order, now);
        return new SubmitOutcome.Acknowledged(order.OrderId);
    }

    private void Arrive(BookOrder order, DateTimeOffset now)
    {
        var symbol = order.Terms.Symbol;
        var state = tables.Symbol(symbol);

        // The clocks of two processes differ a little; the book's own time never goes back.
        var at = state?.SeenUntil > now ? state.SeenUntil : now;
        var quote = quotes.Latest(symbol, at);
        var book = new SymbolBook([], state?.Show(quote) ?? DisplayedQuote.Of(quote));
        book.Arrive(order.ToResting(), at);
        tables.Save(symbol, SymbolState.Of(at, book.Shown));
        Record(new Dictionary<long, BookOrder> { [order.Seq] = order }, book.Events);
    }

    private void Record(Dictionary<long, BookOrder> orders, IEnumerable<BookEvent> events)
    {
        foreach (var what in events)
        {
            var order = orders[what.Happened.Seq];
            orders[order.Seq] = what.Happened switch
            {
                MatchEvent.Filled fill => Trade(order, fill, what),
                MatchEvent.Canceled cancel => Write(order.Become(OrdStatus.Canceled, what.At), ExecType.Canceled, cancel.Text),
                MatchEvent.Expired => Write(order.Become(OrdStatus.Expired, what.At), ExecType.Expired),
                MatchEvent.Triggered => Trigger(order, what.At),
                var other => throw new InvalidOperationException($"Nobody records {other}."),
            };
        }
    }

    private BookOrder Trade(BookOrder order, MatchEvent.Filled fill, BookEvent what)
    {
        var next = order.Trade(fill.Qty, what.At);
        tables.Save(next);
        var commission = Commission.Of(commissionBps, order.Terms.Symbol, order.Terms.Side, fill.Qty, fill.Px);
        tables.Add(next.Report(ExecType.Trade) with
        {
            LastQty = fill.Qty, LastPx = fill.Px, Commission = commission?.Amount, CommCurrency = commission?.Currency, Quote = what.Quote,
        });
        tables.Settle(order.Terms.Symbol, order.Terms.Side == Side.Buy ? fill.Qty : -fill.Qty, fill.Px, commission);
        return next;
    }

    /// <summary>FIX 4.4 has no report for a stop that is reached; only the book remembers it.</summary>
    private BookOrder Trigger(BookOrder order, DateTimeOffset at)
    {
        var next = order with { Triggered = true, At = at };
        tables.Save(next);
        return next;
    }

    private BookOrder Write(BookOrder order, ExecType type, string? text = null)
    {
        tables.Save(order);
        tables.Add(order.Report(type, text));
        return order;
    }
}
