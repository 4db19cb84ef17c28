using Pipeline.Trading.Sessions.Markets;
using Pipeline.Trading.Sessions.Overrides;

namespace Pipeline.Trading.Sessions;

/// <summary>The calendars of all markets as they are at one time, and which of them a symbol trades by.</summary>
public sealed class SessionCalendars
{
    private readonly IReadOnlyDictionary<string, ISessionCalendar> byMarket;
    private readonly SymbolMarkets symbols;

    private SessionCalendars(IReadOnlyDictionary<string, ISessionCalendar> byMarket, SymbolMarkets symbols, SessionOverrides overrides) =>
        (this.byMarket, this.symbols, Overrides) = (byMarket, symbols, overrides);

    /// <summary>The calendars as published, pairs around the clock and everything else on the hours of the NYSE.</summary>
    public static SessionCalendars Default { get; } = Create(SymbolMarkets.Default, SessionOverrides.None);

    /// <summary>Every market around the clock, for a venue that never closes.</summary>
    public static SessionCalendars AlwaysOpen { get; } = Create(SymbolMarkets.Parse($"*={KnownMarkets.AroundTheClock}"), SessionOverrides.None);

    /// <summary>What was changed of what is published.</summary>
    public SessionOverrides Overrides { get; }

    /// <summary>The calendar of US equities, whatever symbols are mapped to.</summary>
    public ISessionCalendar Equities => this["XNYS"];

    /// <summary>The calendar of a market.</summary>
    /// <param name="market">One of <see cref="KnownMarkets.Codes"/>.</param>
    public ISessionCalendar this[string market] => byMarket[market];

    /// <summary>The published calendars with what an operator has changed of them.</summary>
    public static SessionCalendars Create(SymbolMarkets symbols, SessionOverrides overrides) => new(
        KnownMarkets.Codes.ToDictionary(code => code, code => KnownMarkets.Calendar(code, overrides.ClosuresOf(code), overrides.HoursOf(code))),
        symbols, overrides);

    /// <summary>The same mapping of symbols with other overrides.</summary>
    public SessionCalendars With(SessionOverrides overrides) => Create(symbols, overrides);

    /// <summary>The calendar of <paramref name="symbol"/>.</summary>
    public ISessionCalendar For(string symbol) => byMarket[symbols.Of(symbol)];

    /// <summary>Whether a symbol's market is known to be in session.</summary>
    public bool IsOpen(string symbol, DateTimeOffset instant) => For(symbol).At(instant) is SessionStatus.Open;

    /// <summary>When a day order taken at an instant expires: at the close of the session that is on, or of the next one; null when neither is known.</summary>
    public DateTimeOffset? CloseFor(string symbol, DateTimeOffset instant)
    {
        var calendar = For(symbol);
        return calendar.At(instant) switch
        {
            SessionStatus.Open open => open.Session.Close,
            SessionStatus.Closed { NextOpen: { } next } when calendar.At(next) is SessionStatus.Open opening => opening.Session.Close,
            _ => null,
        };
    }
}
