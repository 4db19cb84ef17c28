using Pipeline.Messages.Fix;

namespace Pipeline.Venues.Paper;

/// <summary>The venue's rules over its tables: what becomes of orders as the quotes go by. A method is part of one transaction.</summary>
internal sealed class OrderBook(
    BookTables tables, OpenBooks open, IQuoteSource quotes, Func<string, DateTimeOffset, DateTimeOffset?> close, string account, decimal commissionBps)
{
    /// <summary>
    /// Progress that changed nothing is written down only after this many quotes. That another process meets a few quotes again
    /// is cheaper than a write every time somebody looks.
    /// </summary>
    private const int QuotesWorthAWrite = 60;

    /// <summary>Brings all open orders from where they were to now, and what happens to them on record in order of time.</summary>
    public void Advance(DateTimeOffset now)
    {
        open.Freshen(tables, quotes);
        var happened = new List<BookEvent>();
        foreach (var live in open.Symbols.Where(live => !live.Book.IsEmpty && now > live.SeenUntil))
        {
            happened.AddRange(Advance(live, now));
        }

        Record(happened.OrderBy(what => what.At));
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
        open.Symbol(order.Terms.Symbol, tables, quotes).Book.Remove(order.Seq);
        return new CancelOutcome.Requested();
    }

    private IReadOnlyList<BookEvent> Advance(LiveSymbol live, DateTimeOffset now)
    {
        live.Book.Advance(quotes.Between(live.Symbol, live.SeenUntil!.Value, now), now);
        live.See(now);
        var events = live.Book.TakeEvents();
        if (events.Count > 0 || live.QuotesUnwritten >= QuotesWorthAWrite)
        {
            tables.Save(live.Symbol, live.Written());
        }

        return events;
    }

    private SubmitOutcome Decide(NewOrderSingle terms, DateTimeOffset now)
    {
        if (OrderTerms.Malformed(terms) is { } malformed)
        {
            return new SubmitOutcome.Rejected(malformed.Code, malformed.Text);
        }

        if (tables.Order(terms.ClOrdId) is { } earlier)
        {
            return new SubmitOutcome.Rejected(PaperRejectCodes.DuplicateClOrdId, $"ClOrdId {terms.ClOrdId} is order {earlier.OrderId}.");
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
        var live = open.Symbol(order.Terms.Symbol, tables, quotes);

        // The clocks of two processes differ a little; the book's own time never goes back.
        var at = live.SeenUntil is { } seen && seen > now ? seen : now;
        live.Book.Show(quotes.Latest(live.Symbol, at));
        live.Book.Arrive(order.ToResting(), at);
        live.See(at);
        tables.Save(live.Symbol, live.Written());
        Record(live.Book.TakeEvents());
    }

    private void Record(IEnumerable<BookEvent> events)
    {
        foreach (var what in events)
        {
            var order = open.Order(what.Happened.Seq);
            switch (what.Happened)
            {
                case MatchEvent.Filled fill:
                    Trade(order, fill, what);
                    break;
                case MatchEvent.Canceled cancel:
                    Write(order.Become(OrdStatus.Canceled, what.At), ExecType.Canceled, cancel.Text);
                    break;
                case MatchEvent.Expired:
                    Write(order.Become(OrdStatus.Expired, what.At), ExecType.Expired);
                    break;
                case MatchEvent.Triggered:
                    // FIX 4.4 has no report for a stop that is reached; only the book remembers it.
                    Save(order with { Triggered = true, At = what.At });
                    break;
                default:
                    throw new InvalidOperationException($"Nobody records {what.Happened}.");
            }
        }
    }

    private void Trade(BookOrder order, MatchEvent.Filled fill, BookEvent what)
    {
        var next = Save(order.Trade(fill.Qty, what.At));
        var commission = Commission.Of(commissionBps, order.Terms.Symbol, order.Terms.Side, fill.Qty, fill.Px);
        tables.Add(next.Report(ExecType.Trade) with
        {
            LastQty = fill.Qty, LastPx = fill.Px, Commission = commission?.Amount, CommCurrency = commission?.Currency, Quote = what.Quote,
        });
        tables.Settle(order.Terms.Symbol, order.Terms.Side == Side.Buy ? fill.Qty : -fill.Qty, fill.Px, commission);
    }

    private void Write(BookOrder order, ExecType type, string? text = null)
    {
        Save(order);
        tables.Add(order.Report(type, text));
    }

    private BookOrder Save(BookOrder order)
    {
        tables.Save(order);
        open.Put(order);
        return order;
    }
}
