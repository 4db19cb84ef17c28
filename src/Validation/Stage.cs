using Microsoft.Extensions.Options;
using Pipeline.Messages.Capabilities;
using Pipeline.Messages.Fix;
using Pipeline.Messages.Orders;
using Pipeline.Store;
using Pipeline.Store.Facts;
using Pipeline.Store.Limits;
using Pipeline.Store.Steps;
using Pipeline.Store.Tables;
using Pipeline.Trading;
using Pipeline.Trading.Health;
using Pipeline.Trading.Limits;
using Pipeline.Trading.Orders;
using Pipeline.Trading.Rules;
using Pipeline.Venues;

namespace Pipeline.Validation;

/// <summary>Runs every pre-trade rule over an order and reserves its exposure, in one turn.</summary>
/// <param name="store">The store.</param>
/// <param name="prices">The market, where this process may ask it; null reads the quotes that reconciliation keeps in the store.</param>
/// <param name="limits">The operator's limits.</param>
/// <param name="options">How long it waits for facts.</param>
/// <param name="approvals">What an operator must approve.</param>
/// <param name="clock">The time.</param>
/// <param name="capabilities">What the venue can do; null where nobody states it.</param>
/// <param name="venueDown">What becomes of a new order while the venue does not answer.</param>
/// <param name="onwards">Who may decide next in the same turn; nobody when null.</param>
public sealed class Stage(
    IStore store, IReferencePrices? prices, LimitsInForce limits, IOptions<ValidationOptions> options, IOptions<ApprovalOptions> approvals, TimeProvider clock,
    VenueCapabilities? capabilities = null, VenueDownPolicy venueDown = VenueDownPolicy.Hold, OnwardStages? onwards = null) : IStage<OrderProposed>, IOnwardStage
{
    private static readonly string NoInstrument = new InstrumentBounds().Code;
    private static readonly string NoQuote = new ReferencePrice().Code;
    private readonly long began = clock.GetTimestamp();

    public string Name => Stages.Validation;

    public Type? Leads => typeof(OrderValidated);

    public async Task<IReadOnlyList<FollowUp>> HandleAsync(OrderProposed message, CancellationToken cancellationToken)
    {
        var (now, book, decided) = (clock.GetUtcNow(), limits.Book, new Decided(Metrics.Count));
        var turn = Turn.OfOrder(message.ClOrdId, place => CountedTogether.Of(book, place));
        var told = await AwaitedFact.NotedAsync(
            store, Name, message,
            () => AskingAsync(() => (onwards ?? OnwardStages.Nobody).WriteAsync(
                typeof(OrderValidated),
                onward => store.WriteAsync(
                    turn,
                    Ahead(message, book, now, onward),
                    onward.Of(session =>
                    {
                        var then = clock.GetUtcNow();
                        return StepLog.Once(session, Name, message, order => Decide(session, order, book, message.At, then), then, decided, onward);
                    }),
                    cancellationToken),
                cancellationToken)),
            clock).ConfigureAwait(false);
        decided.Tell();
        return told;
    }

    public Task<OnwardStep> PrepareAsync(CancellationToken cancellationToken)
    {
        var (book, decided) = (limits.Book, new Decided(Metrics.Count));
        return Task.FromResult(new OnwardStep(
            Name,
            (ahead, order, now) => Look(ahead, order, book, now, now),
            (session, message, order, onward) =>
            {
                // What is counted by the second is counted in its turn, however long that was waited for.
                var now = clock.GetUtcNow();
                return StepLog.Take(session, Name, order, Decide(session, order, book, message.At, now), now, decided, onward);
            })
        {
            Decided = decided,
            Counted = place => CountedTogether.Of(book, place),
        });
    }

    private Ahead Ahead(OrderProposed message, LimitBook book, DateTimeOffset now, Onward onward)
    {
        var own = StepLog.Look(Name, message, (ahead, order) =>
        {
            Look(ahead, order, book, message.At, now);
            onward.Look(ahead, order, now);
        });
        return own with { Entries = own.Entries + onward.Entries, Claims = onward.Claims };
    }

    // What a step writes is undone when it can't decide, so that the question is written by itself.
    private async Task<T> AskingAsync<T>(Func<Task<T>> step)
    {
        try
        {
            return await step().ConfigureAwait(false);
        }
        catch (FactsUnavailableException e) when (e.Instrument is var (venue, symbol) && !store.Read(session => InstrumentTable.IsAsked(session, venue, symbol)))
        {
            await store.WriteAsync(Turn.Of("instruments"), session => InstrumentTable.Ask(session, venue, symbol), CancellationToken.None).ConfigureAwait(false);
            throw;
        }
    }

    private StepDecision Decide(StoreSession session, Order order, LimitBook book, DateTimeOffset proposedAt, DateTimeOffset now)
    {
        var facts = Load(session, order, book, proposedAt, now);
        AwaitInstrument(session, facts);
        var results = RuleBook.Check(facts);
        var verdict = Explained(session, facts, RuleBook.Judge(results));
        if (verdict is not Verdict.Accept)
        {
            Throttles.ShutIfRepeated(session, facts, results);
            return new StepDecision(order, verdict, nameof(OrderDenied), new { rules = results, saw = Seen(facts) });
        }

        // What replaces an order keeps to the bound that its line was given at first: else the bound would follow the market.
        RuleFactsLoader.Count(session, facts);
        var accepted = ExposureTable.Reserve(session, order, order.Terms.Qty) with
        {
            ReferencePx = order.IsReplacement ? order.ReferencePx : facts.ReferencePx,
            PriceBound = order.IsReplacement ? order.PriceBound : PriceBounds.Of(facts),
        };
        return new StepDecision(
            accepted,
            verdict,
            nameof(OrderValidated),
            new { accepted.ReferencePx, accepted.PriceBound, rules = results, saw = Seen(facts) },
            seq => new OrderValidated { ClOrdId = order.ClOrdId, IntentId = order.IntentId, Pass = order.Pass, Seq = seq, At = now },
            Stages.Session);
    }

    // What all rules looked at together, as it was in this turn; each rule's result has the limit it compared with.
    private static object Seen(RuleFacts facts) =>
        new { facts.Quote, PositionQty = facts.Holding.Qty, ReservedBuyQty = facts.Holding.BuyQty, ReservedSellQty = facts.Holding.SellQty, facts.Equity };

    private void Look(StoreSession ahead, Order order, LimitBook book, DateTimeOffset proposedAt, DateTimeOffset now)
    {
        var account = VenueTables.Account(ahead, order.Venue, order.Account);
        var quote = Latest(ahead, order.Venue, order.Symbol, now);
        ExposureTable.Of(ahead, order);

        // A replacement's line must be there to be read.
        if (!order.IsReplacement)
        {
            RuleFactsLoader.Load(ahead, Facts(ahead, order, book, proposedAt, now, account, quote));
        }
    }

    private RuleFacts Load(StoreSession session, Order order, LimitBook book, DateTimeOffset proposedAt, DateTimeOffset now)
    {
        var account = VenueTables.Account(session, order.Venue, order.Account);
        var isKnown = account is not null && now - account.At <= options.Value.MaxAccountAge;
        if (!isKnown && now < order.ValidUntil)
        {
            throw new FactsUnavailableException(
                RuleFacts.AccountUnknown, $"account={order.Account}, venue={order.Venue}, last_said={account?.At.ToString("O") ?? "never"}");
        }

        // Until the venue has said what the account is worth today nobody knows what it has lost.
        if (now < order.ValidUntil && RuleFactsLoader.LacksDayStart(session, order, book, now))
        {
            throw new FactsUnavailableException(RuleFacts.AccountUnknown, $"account={order.Account}, venue={order.Venue}, said_today=no, last_said={account?.At.ToString("O") ?? "never"}");
        }

        // Many orders wait for the first quote of their symbol: they wait for it before everything else is read.
        var latest = Latest(session, order.Venue, order.Symbol, now);
        AwaitQuote(session, order, latest, book.Tightest(order, AllLimits.MaxQuoteAgeS), proposedAt, now);
        return RuleFactsLoader.Load(session, Facts(session, order, book, proposedAt, now, account, latest));
    }

    private FactsOf Facts(StoreSession session, Order order, LimitBook book, DateTimeOffset proposedAt, DateTimeOffset now, AccountRow? account, Quote? quote) => new()
    {
        Order = order,
        Now = now,
        ProposedAt = proposedAt,
        Limits = book,
        Account = account,
        Approvals = approvals.Value,
        Venue = capabilities,
        MaxInstrumentAge = options.Value.MaxInstrumentAge,
        Quote = quote,
        QuoteOf = symbol => Latest(session, order.Venue, symbol, now),
    };

    private Quote? Latest(StoreSession session, string venue, string symbol, DateTimeOffset now) =>
        prices is null ? QuoteTable.Latest(session, venue, symbol) : prices.Latest(symbol, now);

    private void AwaitQuote(StoreSession session, Order order, Quote? quote, decimal? maxAgeS, DateTimeOffset proposedAt, DateTimeOffset now)
    {
        if ((quote is null || !ReferencePrice.IsFresh(quote, now, maxAgeS)) && now < order.ValidUntil && MayWait(session, order, proposedAt, now))
        {
            var detail = $"symbol={order.Symbol}, venue={order.Venue}, last_said={quote?.At.ToString("O") ?? "never"}";
            throw Missing(NoQuote, detail, IsStory(order, proposedAt, now));
        }
    }

    private void AwaitInstrument(StoreSession session, RuleFacts facts)
    {
        var (order, now) = (facts.Order, facts.Now);
        if (facts is { NeedsInstrument: true, Instrument: null } && now < order.ValidUntil && MayWait(session, order, facts.ProposedAt, now))
        {
            throw Missing(NoInstrument, $"symbol={order.Symbol}, venue={order.Venue}", IsStory(order, facts.ProposedAt, now), (order.Venue, order.Symbol));
        }
    }

    // What a replacement takes the place of is canceled: nobody would work on the remainder any more, and quotes come back. A new order's
    // agent may decide anew; it waits for a moment, since the quote of a symbol that had no open order is fetched when it has one. While the
    // venue says nothing at all, nobody knows yet whether it would quote the symbol: the order is held for it, or not, as the operator wants.
    private bool MayWait(StoreSession session, Order order, DateTimeOffset proposedAt, DateTimeOffset now) =>
        order.IsReplacement || (prices is null && (!HasWaited(now - proposedAt) || IsHeldForVenue(session, order.Venue, now)));

    private bool IsHeldForVenue(StoreSession session, string venue, DateTimeOffset now) => venueDown == VenueDownPolicy.Hold && IsSilent(session, venue, now);

    private bool IsSilent(StoreSession session, string venue, DateTimeOffset now) =>
        options.Value.QuoteWait > TimeSpan.Zero && !(now - QuoteTable.AnsweredAt(session, venue) < options.Value.QuoteWait);

    // That an order lacks a quote says less than why it does.
    private Verdict Explained(StoreSession session, RuleFacts facts, Verdict verdict) =>
        prices is null && venueDown == VenueDownPolicy.Deny && verdict is Verdict.Deny { Code: var code } && code == NoQuote && IsSilent(session, facts.Order.Venue, facts.Now)
            ? new Verdict.Deny(Grant.VenueDown, $"venue={facts.Order.Venue}, quotes_told={QuoteTable.AnsweredAt(session, facts.Order.Venue)?.ToString("O") ?? "never"}")
            : verdict;

    private static FactsUnavailableException Missing(string code, string detail, bool isStory, (string Venue, string Symbol)? instrument = null) =>
        isStory
            ? new FactsUnavailableException(code, detail) { Instrument = instrument, IsOfSymbol = true }
            : new FactsUnavailableException($"{code}: {detail}") { Instrument = instrument, IsOfSymbol = true };

    // A new order's moment is no story to tell.
    private bool IsStory(Order order, DateTimeOffset proposedAt, DateTimeOffset now) => order.IsReplacement || HasWaited(now - proposedAt);

    // A clock that was set back makes an order look as if it came from the future: then this process's own time decides.
    private bool HasWaited(TimeSpan age) =>
        (age < TimeSpan.Zero || age >= options.Value.QuoteWait) && clock.GetElapsedTime(began) >= options.Value.QuoteWait;
}
