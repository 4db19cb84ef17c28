namespace Pipeline.Simulation.VenueSimulator;

/// <summary>Performs acts. One that can't take place, an order nobody placed for example, is an error.</summary>
internal sealed class ActPlayer(Exchange exchange, TradeUpdates updates, MarketData marketData, Rulebook rules, VenueState state, Agenda agenda)
{
    /// <summary>How many acts have taken place.</summary>
    public long Performed { get; private set; }

    public void Play(VenueAct act, DateTimeOffset now) => agenda.Do(now + (act.After ?? TimeSpan.Zero), at => Perform(act, at), now);

    private void Perform(VenueAct act, DateTimeOffset now)
    {
        Performed++;
        switch (act)
        {
            case { Fill: { } fill }: Fill(fill, now); break;
            case { Cancel: { } cancel }: Close(cancel, OrderStatuses.Canceled, now); break;
            case { Expire: { } expire }: Close(expire, OrderStatuses.Expired, now); break;
            case { Reject: { } reject }: Close(reject, OrderStatuses.Rejected, now); break;
            case { Report: { } report }: Report(report, now); break;
            case { Bust: { } bust }: Bust(bust, now); break;
            case { Correct: { } correct }: Correct(correct, now); break;
            case { Resend: { } resend }: updates.Resend(Order(resend.ClOrdId)); break;
            case { Order: { } order }: Enter(order, now); break;
            case { Transfer: { } transfer }: exchange.Account.Transfer(transfer); break;
            case { Fee: { } fee }: exchange.Fees.Take(fee, fee.ClOrdId is { } clOrdId ? Order(clOrdId) : null, now); break;
            case { Quote: { } quote }: Quote(act, quote, now); break;
            case { DropStream: { } drop }: updates.Drop(drop.Replay); break;
            case { TradingStatus: not null } or { Luld: not null } or { MarketTrade: not null }: marketData.Tell(act, now); break;
            case { DelayMarketStream: { } delay }: marketData.Latency = delay.By; break;
            case { DropMarketStream: not null }: marketData.Drop(); break;
            case { Stop: { } stop }: Stop(stop, now); break;
            case { Resume: not null }: state.IsDown = false; break;
            case { Halt: { } halt }: Meet(halt.Symbol, market => market.Halt(now), now); break;
            case { EndHalt: { } halt }: Meet(halt.Symbol, market => market.EndHalt(now), now); break;
            case { Split: { } split }: exchange.Split(split.Symbol, split.Ratio, now); break;
            case { AddBehaviours: { } behaviours }: Add(behaviours, now); break;
            case { ClearBehaviours: { } clear }: Clear(clear); break;
            default: throw new ScriptException("exactly one act must be said");
        }
    }

    private void Fill(FillAct fill, DateTimeOffset now)
    {
        var order = Order(fill.ClOrdId);
        var qty = fill.Qty ?? order.LeavesQty;
        Require(qty > 0, $"{fill.ClOrdId} is {order.Status} and has nothing left to fill; say a qty to fill it all the same");
        exchange.Trade(order, qty, fill.Px, now);
    }

    private void Close(OrderAct act, string status, DateTimeOffset now)
    {
        var order = Order(act.ClOrdId);
        Require(order.IsOpen, $"{act.ClOrdId} is {order.Status} already and can't become {status}");
        exchange.Close(order, status, now, act.Text);
    }

    private void Report(ReportAct report, DateTimeOffset now)
    {
        var order = Order(report.ClOrdId);
        exchange.Ledger.Become(order, order.State with { Status = report.Status ?? order.Status, OrderQty = report.Qty ?? order.OrderQty }, report.Event, now);
        exchange.Changed(order, now);
    }

    private void Bust(BustAct bust, DateTimeOffset now)
    {
        var order = Order(bust.ClOrdId);
        exchange.Bust(order, Trade(order, bust.Trade), bust.Text, now);
    }

    private void Correct(CorrectAct correct, DateTimeOffset now)
    {
        var order = Order(correct.ClOrdId);
        var trade = Trade(order, correct.Trade);
        var (qty, px) = (correct.Qty ?? trade.Qty, correct.Px ?? trade.Px);
        exchange.Correct(order, trade, qty, px, correct.Text, now);
    }

    private void Enter(ExternalOrderAct order, DateTimeOffset now) => exchange.Take(
        new NewOrder(order.Symbol, order.Side, order.Qty, order.Type, order.TimeInForce)
        {
            Price = order.LimitPrice,
            StopPx = order.StopPrice,
            ClOrdId = order.ClOrdId,
            IsExternal = true,
        },
        Effects.None,
        now);

    private void Quote(VenueAct act, QuoteAct quote, DateTimeOffset now)
    {
        Meet(quote.Symbol, market => market.State(quote, now), now);
        exchange.Outside.Stated(quote.Symbol, now);
        marketData.Tell(act, now);
    }

    private void Stop(StopAct stop, DateTimeOffset now)
    {
        state.IsDown = true;
        updates.Drop(StreamReplay.None);
        marketData.Drop();
        if (stop.For is { } pause)
        {
            agenda.At(now + pause, _ => state.IsDown = false);
        }
    }

    private void Add(IReadOnlyList<VenueBehaviour> behaviours, DateTimeOffset now)
    {
        foreach (var behaviour in behaviours)
        {
            rules.Add(behaviour, now);
        }
    }

    private void Clear(ClearBehavioursAct clear)
    {
        var cleared = rules.Clear(clear.Name);
        Require(clear.Name is null || cleared > 0, $"no behaviour is called {clear.Name}");
    }

    private void Meet(string symbol, Action<Market> act, DateTimeOffset now)
    {
        var market = exchange.Markets.Of(symbol);
        act(market);
        exchange.Meet(market, now);
    }

    private SimulatedOrder Order(string clOrdId) => exchange.Orders.ByClOrdId(clOrdId) ?? exchange.Orders.ById(clOrdId)
        ?? throw new ScriptException($"the venue has no order {clOrdId}");

    private static StandingTrade Trade(SimulatedOrder order, int number)
    {
        Require(number >= 1 && number <= order.Trades.Count, $"{order.ClOrdId} has {order.Trades.Count} trades, not {number}");
        var trade = order.Trades[number - 1];
        Require(trade.Qty > 0, $"trade {number} of {order.ClOrdId} has been busted already");
        return trade;
    }

    private static void Require(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw new ScriptException(otherwise);
        }
    }
}
