using Pipeline.Messages.Fix;
using Pipeline.Store;
using Pipeline.Store.Steps;
using Pipeline.Store.Tables;
using Pipeline.Trading.Halts;
using Pipeline.Trading.Sessions;
using Pipeline.Trading.Sessions.Markets;
using Pipeline.Trading.Sessions.Status;

namespace Pipeline.Operator;

/// <summary>
/// What an operator, or a feed that has an operator's token, may say of halts, bands and breakers: for an installation whose venue says
/// nothing of them, or on top of what it says.
/// </summary>
/// <param name="store">The store.</param>
/// <param name="calendars">When markets are open.</param>
/// <param name="venue">The venue that orders go to.</param>
/// <param name="oldest">How long a band counts that says nothing of its end.</param>
/// <param name="clock">The time.</param>
public sealed class MarketActs(IStore store, LiveCalendars calendars, string venue, TimeSpan oldest, TimeProvider clock)
{
    /// <summary>A band is of one day.</summary>
    private static readonly TimeSpan LongestBand = TimeSpan.FromHours(24);

    /// <summary>What is known now, whoever has said it.</summary>
    public MarketStatusView Look() => store.Read(session => MarketStatusView.Of(session, venue, clock.GetUtcNow()));

    /// <summary>Says whether a symbol trades. That it does ends whatever halt is known of it; the venue's next word counts again.</summary>
    public Task<ActResult> SaySymbolAsync(string symbol, SecurityTradingStatus status, Actor actor) => OfSymbolAsync(symbol, (session, known) =>
    {
        var sources = status is SecurityTradingStatus.ReadyToTrade or SecurityTradingStatus.Resume ? SecurityStatusTable.HaltedBy(session, venue, known) : [];
        foreach (var source in sources.Append(StatusSource.Operator).Distinct())
        {
            MarketFacts.Say(session, venue, source, new SecurityStatus(known, status, clock.GetUtcNow(), $"{actor.By}: {actor.Why}"), TellerOf(actor));
        }

        return new ActResult.Done($"{known} is {Columns.Word(status)}, says {actor.By}", []);
    });

    /// <summary>Says whether a market trades. That it is open ends whatever halt is known of it.</summary>
    /// <param name="market">The market.</param>
    /// <param name="status">Whether it does.</param>
    /// <param name="until">When that ends by itself; null when it stands until something else is said.</param>
    /// <param name="actor">Who says so.</param>
    public Task<ActResult> SayMarketAsync(string market, TradSesStatus status, DateTimeOffset? until, Actor actor) => OfMarketAsync(market, session =>
    {
        var now = clock.GetUtcNow();
        if (until <= now)
        {
            return new ActResult.Refused("UNTIL_PAST", $"until is {until:O}, which is over");
        }

        var sources = status == TradSesStatus.Open ? MarketStatusTable.HaltedBy(session, market) : [];
        foreach (var source in sources.Append(StatusSource.Operator).Distinct())
        {
            MarketFacts.Say(session, source, new MarketStatus(market, status, now, until?.ToUniversalTime(), $"{actor.By}: {actor.Why}"), TellerOf(actor));
        }

        return new ActResult.Done($"{market} is {Columns.Word(status)}{(until is { } end ? $" until {end.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC" : "")}, says {actor.By}", []);
    });

    /// <summary>Says between which prices a symbol may trade.</summary>
    /// <param name="symbol">The symbol.</param>
    /// <param name="lowLimitPrice">The lowest price.</param>
    /// <param name="highLimitPrice">The highest price.</param>
    /// <param name="until">Until when it counts without being said again; null where a feed says it again every few seconds.</param>
    /// <param name="actor">Who says so.</param>
    public Task<ActResult> SayBandAsync(string symbol, decimal lowLimitPrice, decimal highLimitPrice, DateTimeOffset? until, Actor actor) => OfSymbolAsync(symbol, (session, known) =>
        lowLimitPrice <= 0 || highLimitPrice < lowLimitPrice
            ? ActResult.Malformed("BAD_BAND", $"{lowLimitPrice} to {highLimitPrice} is no band: the low limit is more than zero, and the high one not below it")
            : Save(session, new PriceBand(known, lowLimitPrice, highLimitPrice, clock.GetUtcNow()), until, actor));

    /// <summary>Says a symbol's reference price, from which its band follows by rule.</summary>
    public Task<ActResult> SayReferenceAsync(
        string symbol, decimal referencePrice, decimal previousClose, LuldTier tier, DateTimeOffset? until, Actor actor) => OfSymbolAsync(symbol, (session, known) =>
    {
        var now = clock.GetUtcNow();
        return referencePrice <= 0 || previousClose <= 0
                ? ActResult.Malformed("BAD_REFERENCE", "reference_price and previous_close must be more than zero")
            : calendars.Now.For(known).At(now) is not SessionStatus.Open open
                ? new ActResult.Refused("MARKET_CLOSED", $"The market of {known} is closed, and no band is in force")
            : Save(session, LimitUpLimitDown.BandOf(known, referencePrice, previousClose, tier, open.Session, now), until, actor);
    });

    /// <summary>Says what the S&amp;P 500 has come to. Where a level of the market-wide breaker is reached the markets of US equities halt.</summary>
    public async Task<ActResult> SayIndexAsync(decimal value, decimal priorClose, Actor actor)
    {
        if (value <= 0 || priorClose <= 0)
        {
            return ActResult.Malformed("BAD_INDEX", "value and prior_close must be more than zero");
        }

        await calendars.FreshenAsync(CancellationToken.None).ConfigureAwait(false);
        var halt = await store.WriteAsync(session => MarketFacts.SayIndex(session, calendars.Now, value, priorClose, TellerOf(actor), clock.GetUtcNow())).ConfigureAwait(false);
        return new ActResult.Done(
            halt is not null
                ? $"Level {halt.Level} is reached: {string.Join(" and ", MarketFacts.OfBreaker)} are halted until {halt.Until?.ToString("O") ?? "the next trading day"}"
                : "No level of the market-wide breaker is reached anew",
            []);
    }

    private ActResult Save(StoreSession session, PriceBand band, DateTimeOffset? until, Actor actor)
    {
        if (until <= band.At || until > band.At + LongestBand)
        {
            return ActResult.Malformed("BAD_UNTIL", $"until is {until:O}; a time from now to {LongestBand.TotalHours:0} hours ahead is wanted");
        }

        MarketFacts.Say(session, venue, band with { Until = until?.ToUniversalTime() }, TellerOf(actor));
        var lasts = until is { } end ? $"until {end.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC" : $"for {oldest.TotalSeconds:0.###} s, unless it is said again";
        return new ActResult.Done($"{band.Symbol} may trade from {band.LowLimitPrice} to {band.HighLimitPrice}, {lasts}", []);
    }

    private Task<ActResult> OfSymbolAsync(string symbol, Func<StoreSession, string, ActResult> act) =>
        HaltScope.SymbolOf(HaltScope.Parse($"symbol:{symbol}") ?? "") is { } known
            ? store.WriteAsync(session => act(session, known))
            : Task.FromResult<ActResult>(ActResult.Malformed("BAD_SYMBOL", $"'{symbol}' is no symbol"));

    private Task<ActResult> OfMarketAsync(string market, Func<StoreSession, ActResult> act) => KnownMarkets.Codes.Contains(market)
        ? store.WriteAsync(act)
        : Task.FromResult<ActResult>(ActResult.Malformed("UNKNOWN_MARKET", $"There is no market '{market}': the markets are {string.Join(", ", KnownMarkets.Codes)}"));

    private static Teller TellerOf(Actor actor) => new(Stages.Operator, actor.By, actor.Why);
}
