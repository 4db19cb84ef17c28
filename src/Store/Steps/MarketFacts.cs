using Pipeline.Messages.Fix;
using Pipeline.Store.Tables;
using Pipeline.Trading.Sessions;
using Pipeline.Trading.Sessions.Status;

namespace Pipeline.Store.Steps;

/// <summary>Writes down what is said of halts, bands and breakers, whoever says it. A change is in the journal, as is an operator's word that is another one than before, and a halted market pages.</summary>
public static class MarketFacts
{
    /// <summary>The markets that the market-wide circuit breaker of US equities halts.</summary>
    public static IReadOnlyList<string> OfBreaker { get; } = ["XNYS", "XNAS"];

    /// <summary>Whether a symbol trades.</summary>
    /// <param name="session">The step.</param>
    /// <param name="venue">Where.</param>
    /// <param name="source">Who says so.</param>
    /// <param name="status">What is said.</param>
    /// <param name="teller">Who writes it down: the stage, and the operator's name where one does.</param>
    public static void Say(StoreSession session, string venue, StatusSource source, SecurityStatus status, Teller teller)
    {
        var before = SecurityStatusTable.Find(session, venue, status.Symbol, source);
        SecurityStatusTable.Save(session, venue, source, status);
        if ((before?.Status ?? SecurityTradingStatus.ReadyToTrade) != status.Status || IsWordOfAnother(teller, before?.Text, status.Text))
        {
            Record(session, JournalKinds.SecurityStatusChanged, teller, status.At, new { venue, status.Symbol, before = before?.Status, status.Status, status.Text, source, teller.By, teller.Why });
        }
    }

    /// <summary>Whether a market trades.</summary>
    public static void Say(StoreSession session, StatusSource source, MarketStatus status, Teller teller)
    {
        var before = MarketStatusTable.Find(session, status.Market, source);
        MarketStatusTable.Save(session, source, status);
        if (MarketStatusTable.Of(session, status.Market).All(said => said.Status != TradSesStatus.Halted))
        {
            StandingAlertTable.End(session, Alert.MarketHalted, status.Market);
        }

        var isOther = (before?.Status ?? TradSesStatus.Open) != status.Status || before?.Until != status.Until;
        if (!isOther && !IsWordOfAnother(teller, before?.Text, status.Text))
        {
            return;
        }

        var facts = new { status.Market, before = before?.Status, status.Status, status.Until, status.Text, source, teller.By, teller.Why };
        Record(session, JournalKinds.MarketStatusChanged, teller, status.At, facts);
        if (isOther && status.Status == TradSesStatus.Halted)
        {
            JournalTable.RaiseAlert(session, Alert.MarketHalted, status.Market, teller.Stage, status.At, null, facts);
        }
    }

    /// <summary>Between which prices a symbol may trade, as an operator says; the venue's bands change all the time and leave no entry.</summary>
    public static void Say(StoreSession session, string venue, PriceBand band, Teller teller)
    {
        var before = PriceBandTable.Find(session, venue, band.Symbol)?.Band;
        PriceBandTable.Save(session, venue, band);
        if (before is null || before with { At = band.At } != band)
        {
            Record(session, JournalKinds.PriceBandChanged, teller, band.At, new { venue, band.Symbol, band.LowLimitPrice, band.HighLimitPrice, band.Until, teller.By, teller.Why });
        }
    }

    /// <summary>What an index has come to. It halts the markets of US equities where a level of the market-wide breaker is reached.</summary>
    /// <returns>The halt; null when there is none.</returns>
    public static MarketHalt? SayIndex(StoreSession session, SessionCalendars calendars, decimal value, decimal priorClose, Teller teller, DateTimeOffset now)
    {
        Record(session, JournalKinds.MarketIndexSaid, teller, now, new { value, priorClose, level = MarketWideBreaker.LevelOf(value, priorClose), teller.By, teller.Why });
        MarketHalt? tripped = null;
        foreach (var market in OfBreaker)
        {
            var calendar = calendars[market];
            if (calendar.At(now) is not SessionStatus.Open { Session.Date: var day })
            {
                continue;
            }

            var halt = MarketWideBreaker.Of(calendar, value, priorClose, MarketStatusTable.Reached(session, market, day), now);
            if (halt is not null)
            {
                tripped = halt;
                MarketStatusTable.SaveDecline(session, market, day, halt.Level, value, priorClose, now);
                Say(session, StatusSource.Breaker, halt.StatusOf(market, value, priorClose, now), teller);
            }
        }

        return tripped;
    }

    /// <summary>What a quote makes of a symbol's limit state.</summary>
    public static void Look(StoreSession session, string venue, PriceBand band, LimitState? before, LimitState? after, Teller teller, DateTimeOffset now)
    {
        PriceBandTable.SaveLimitState(session, venue, band.Symbol, after);
        Record(session, JournalKinds.LimitStateChanged, teller, now, new
        {
            venue, band.Symbol, before, after, pauses_at = after?.PausesAt, resumes_at = after?.ResumesAt, band.LowLimitPrice, band.HighLimitPrice,
        });
    }

    // The first word may be what lets orders out, and who stands by it now is another or has another reason. A feed says the same of itself every few seconds.
    private static bool IsWordOfAnother(Teller teller, string? before, string text) => teller.By is not null && before != text;

    private static void Record(StoreSession session, string kind, Teller teller, DateTimeOffset at, object data) =>
        JournalTable.Append(session, new JournalEntry(0, at, kind, null, null, teller.Stage, null, Columns.Json(data)));
}

/// <summary>Who writes something down.</summary>
/// <param name="Stage">The stage.</param>
/// <param name="By">The operator, where one has said it.</param>
/// <param name="Why">The operator's reason.</param>
public sealed record Teller(string Stage, string? By = null, string? Why = null);
