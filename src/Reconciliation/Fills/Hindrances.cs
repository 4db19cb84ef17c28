using Microsoft.Extensions.Options;
using Pipeline.Store;
using Pipeline.Store.HaltFiles;
using Pipeline.Store.Limits;
using Pipeline.Store.Steps;
using Pipeline.Store.Tables;
using Pipeline.Trading.Fills;
using Pipeline.Trading.Limits;
using Pipeline.Trading.Orders;
using Pipeline.Trading.Rules;
using Pipeline.Trading.Sessions;
using Pipeline.Trading.Sessions.Status;
using Pipeline.Venues;

namespace Pipeline.Reconciliation.Fills;

/// <summary>
/// Why what is to replace an order could not be sent now. The checks would deny or hold it when its time has come; so the order that it is
/// to replace had better stay.
/// </summary>
/// <param name="calendars">When markets are open.</param>
/// <param name="session">What must be known of a market.</param>
/// <param name="prices">The market, where this process may ask it; null reads the quotes that it keeps in the store.</param>
/// <param name="limits">The operator's limits, as validation has them.</param>
/// <param name="haltFile">The halt file.</param>
public sealed class Hindrances(LiveCalendars calendars, IOptions<SessionOptions> session, IReferencePrices? prices, LimitsInForce limits, IHaltFile haltFile)
{
    /// <summary>A halt, a break and a closed market last for a while.</summary>
    private static readonly TimeSpan ForAWhile = TimeSpan.FromSeconds(10);

    /// <summary>A quote of a symbol that has an open order again is there within a moment.</summary>
    private static readonly TimeSpan ForAMoment = TimeSpan.FromSeconds(2);

    /// <summary>The rules that depend on the market as it is at the moment.</summary>
    private static readonly IRule[] OfTheMarket = [new ReferencePrice(), new PriceCollar()];

    /// <summary>What a price of the order's line is put on.</summary>
    public TickSizes TicksOf(StoreSession store, Order order) => limits.Book.TicksToRoundTo(order, InstrumentTable.Find(store, order.Venue, order.Symbol));

    /// <summary>The hindrance; null when there is none.</summary>
    /// <param name="store">The step.</param>
    /// <param name="order">The order at the venue.</param>
    /// <param name="firstPrice">The price that its line's first order was sent with.</param>
    /// <param name="now">The time.</param>
    public Hindrance? Of(StoreSession store, Order order, decimal? firstPrice, DateTimeOffset now)
    {
        var price = Reprices.Next(order, firstPrice, TicksOf(store, order));
        var next = price is null ? order : order with { Terms = order.Terms with { Qty = order.LeavesQty, LimitPrice = price } };
        return HaltTable.Covering(store, order) is [var halt, ..] ? new Hindrance($"{halt.Scope} is halted", ForAWhile)
            : haltFile.Covering(order) is [var said, ..] ? new Hindrance($"{said.Scope} is halted by file", ForAWhile)
            : OfSession(store, next, now) is { } closed ? new Hindrance(closed, ForAWhile)
            : BreakTable.Pausing(store, order.Venue, order.Account, order.Symbol) is [var open, ..] ? new Hindrance($"{order.Symbol} is paused by break {open.Id}", ForAWhile)
            : price is null ? null
            : OfMarket(store, next, now);
    }

    // As the session check and the last gate see it: the hours, and what is known of halts and bands.
    private string? OfSession(StoreSession store, Order next, DateTimeOffset now)
    {
        var (hours, missing) = OrderHours.Look(store, session.Value, calendars.Now, next, now);
        return missing is not null ? $"{SymbolTrading.FactUnknown}: {missing}" : hours.Status switch
        {
            SessionStatus.Open => null,
            SessionStatus.Closed { Code: not OrderSession.Closed } stopped => $"{stopped.Code}: {stopped.Reason}",
            _ => "the market is closed",
        };
    }

    private Hindrance? OfMarket(StoreSession store, Order next, DateTimeOffset now)
    {
        var facts = new RuleFacts
        {
            Order = next,
            Now = now,
            ProposedAt = now,
            Scopes = [.. limits.Book.For(next).Select(scope => new ScopeFacts { Scope = scope.Scope, Limits = scope.Limits })],
            Quote = prices is null ? QuoteTable.Latest(store, next.Venue, next.Symbol) : prices.Latest(next.Symbol, now),
            Equity = 0,
        };
        return OfTheMarket.Select(rule => rule.Check(facts)).FirstOrDefault(result => !result.Passed) is { } failure
            ? new Hindrance($"{failure.Code}: {failure.Detail}", ForAMoment)
            : null;
    }
}
