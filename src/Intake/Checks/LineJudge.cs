using Microsoft.Extensions.Options;
using Pipeline.Messages.Capabilities;
using Pipeline.Messages.Fix;
using Pipeline.Store;
using Pipeline.Store.Facts;
using Pipeline.Store.HaltFiles;
using Pipeline.Store.Steps;
using Pipeline.Store.Tables;
using Pipeline.Trading;
using Pipeline.Trading.Halts;
using Pipeline.Trading.Limits;
using Pipeline.Trading.Orders;
using Pipeline.Trading.Rules;
using Pipeline.Trading.Sessions;
using Pipeline.Trading.Sessions.Status;
using Pipeline.Venues;

namespace Pipeline.Intake.Checks;

/// <summary>Judges a line as validation, the session check and the last gate would now, on the same facts.</summary>
/// <param name="prices">The market, where this process may ask it; null reads the quotes that reconciliation keeps in the store.</param>
/// <param name="calendars">When markets are open.</param>
/// <param name="session">What to do while they are not.</param>
/// <param name="validation">How old the account's state may be.</param>
/// <param name="approvals">What an operator must approve.</param>
/// <param name="haltFile">The halt file.</param>
/// <param name="capabilities">What the venue can do; null where nobody states it.</param>
public sealed class LineJudge(
    IReferencePrices? prices, LiveCalendars calendars, IOptions<SessionOptions> session, IOptions<ValidationOptions> validation, IOptions<ApprovalOptions> approvals,
    IHaltFile haltFile, VenueCapabilities? capabilities = null)
{
    /// <summary>The rules that look at the account's state, and fail while it is not known.</summary>
    private static readonly string[] OfAccount = [new MaxExposure().Code, new BuyingPower().Code, new MaxDailyLoss().Code];

    private static readonly string NoQuote = new ReferencePrice().Code;
    private static readonly string NoInstrument = new InstrumentBounds().Code;

    /// <summary>Sees to it that the calendars are those of now, as the session check and the gate do.</summary>
    public Task FreshenAsync(CancellationToken cancellationToken) => calendars.FreshenAsync(cancellationToken);

    /// <summary>What would happen to a line.</summary>
    /// <param name="store">The snapshot.</param>
    /// <param name="line">The line, as the order that it would be.</param>
    /// <param name="book">The limits.</param>
    /// <param name="ahead">Lines before it that would be let through; this one is added when it would be.</param>
    /// <param name="now">The time.</param>
    public LineCheck Judge(StoreSession store, Order line, LimitBook book, List<Order> ahead, DateTimeOffset now)
    {
        var (facts, noAccount) = Load(store, line, book, ahead, now);
        var rules = RuleBook.Check(facts);

        // The order waits for the account's state before any rule judges it. What fails without it may pass then; what fails anyway denies it.
        var verdict = RuleBook.Judge(noAccount is null ? rules : [.. rules.Where(rule => !OfAccount.Contains(rule.Code))]);
        var known = calendars.Now;
        var market = known.For(line.Symbol).Market;
        var (hours, missing) = OrderHours.Look(store, session.Value, known, line, now);
        var wait = verdict is Verdict.Deny { Code: var code } noQuote && (code == NoQuote || code == NoInstrument) && prices is null && validation.Value.QuoteWait > TimeSpan.Zero
            ? new Wait(code, noQuote.Detail)
            : null;
        if (verdict is Verdict.Accept)
        {
            ahead.Add(line with { PriceBound = PriceBounds.Of(facts) });
            wait = missing is null ? null : new Wait(SymbolTrading.FactUnknown, missing);
            verdict = missing is null ? AfterTheRules(store, line, ahead, hours.Status, now) : verdict;
            wait ??= verdict is Verdict.Accept && noAccount is not null ? new Wait(RuleFacts.AccountUnknown, noAccount) : null;
            wait ??= verdict is Verdict.Accept && ReconcilingState.WaitOf(store, line) is { } comparison ? new Wait(ReconcilingState.Code, comparison) : null;
        }

        return new LineCheck
        {
            ClOrdId = line.ClOrdId,
            Symbol = line.Symbol,
            Side = line.Side,
            Qty = line.Terms.Qty,
            Outcome = wait is not null ? LineOutcome.Wait : verdict switch { Verdict.Accept => LineOutcome.Accept, Verdict.Hold => LineOutcome.Hold, _ => LineOutcome.Deny },
            Code = verdict switch { Verdict.Deny deny => deny.Code, Verdict.Hold hold => hold.Code, _ => wait?.Code },
            Detail = verdict switch { Verdict.Deny deny => deny.Detail, Verdict.Hold hold => hold.Detail, _ => wait?.Detail },
            Until = (verdict as Verdict.Hold)?.Until,
            Rules = rules,
            Session = SessionCheck.Of(market, missing is null ? hours.Status : new SessionStatus.Unknown(missing)),
        };
    }

    // The session first, as its stage comes first; then what the last gate would say whatever the order.
    private Verdict AfterTheRules(StoreSession store, Order line, IReadOnlyCollection<Order> ahead, SessionStatus status, DateTimeOffset now)
    {
        var verdict = SessionGate.Decide(status, session.Value.PolicyOf(line.Slot.StrategyId), line.ValidUntil, now);
        return verdict is not Verdict.Accept ? verdict
            : ByHalts(store, line, ahead) is { } halted ? halted
            : BreakTable.Pausing(store, line.Venue, line.Account, line.Symbol) is [var open, ..] ? new Verdict.Hold(open.HoldCode, $"break={open.Id}, subject={open.Subject}", null)
            : verdict;
    }

    // Lines before it may be at the venue when it comes to the gate.
    private Verdict.Deny? ByHalts(StoreSession store, Order line, IReadOnlyCollection<Order> ahead)
    {
        IReadOnlyList<Halt> halts = [.. HaltTable.Covering(store, line), .. haltFile.Covering(line)];
        return Grant.ByHalts(line, halts, halts.Any(halt => halt.Mode == HaltMode.ReduceOnly) ? HoldingBeside(store, line, ahead) : null);
    }

    private static Holding HoldingBeside(StoreSession store, Order line, IReadOnlyCollection<Order> ahead)
    {
        var (beside, before) = (OrderTable.HoldingBeside(store, line), ahead.Where(other => other.Symbol == line.Symbol && other.ClOrdId != line.ClOrdId).ToLookup(other => other.Side, other => other.Terms.Qty));
        return beside with { BuyQty = beside.BuyQty + before[Side.Buy].Sum(), SellQty = beside.SellQty + before[Side.Sell].Sum() };
    }

    // For a fact that stages wait for, each time anew, until the order is no longer valid.
    private sealed record Wait(string Code, string Detail);

    // An account that has not been said lately is not known, as for validation; then what is missing says so.
    private (RuleFacts Facts, string? NoAccount) Load(StoreSession store, Order line, LimitBook book, IReadOnlyList<Order> ahead, DateTimeOffset now)
    {
        var said = VenueTables.Account(store, line.Venue, line.Account);
        var account = said is not null && now - said.At <= validation.Value.MaxAccountAge ? said : null;
        Quote? Latest(string symbol) => prices is null ? QuoteTable.Latest(store, line.Venue, symbol) : prices.Latest(symbol, now);
        var facts = RuleFactsLoader.Load(store, new FactsOf
        {
            MaxInstrumentAge = validation.Value.MaxInstrumentAge,
            Order = line, Now = now, ProposedAt = now, Limits = book, Account = account, Approvals = approvals.Value, Venue = capabilities, Quote = Latest(line.Symbol), QuoteOf = Latest, Ahead = ahead,
        });
        return (facts, account is null ? $"account={line.Account}, venue={line.Venue}, last_said={said?.At.ToString("O") ?? "never"}" : null);
    }
}
