using Pipeline.Bus;
using Pipeline.Metering;
using Pipeline.Store;
using Pipeline.Store.Queries;
using Pipeline.Store.Steps;
using Pipeline.Trading.Orders;
using Pipeline.Trading.Reconciliation;
using Pipeline.Trading.Sessions;
using Prometheus;

namespace Pipeline.Monitoring;

/// <summary>Gauges of what the store has. Read on a snapshot, beside the orders' way.</summary>
internal static class StoreGauges
{
    private static readonly Label State = Label.Of("state", Enum.GetValues<OrderState>().Where(state => state != OrderState.Done).Select(Columns.Word));
    private static readonly Label Venue = Label.Open("venue", "the venue's name");
    private static readonly Label Account = Label.Open("account", "the venue's name of the account");

    private static readonly Gauge Orders = Meters.Gauge("pipeline_orders", "orders", "Orders that have not come to their end, by where they are.", State);

    private static readonly Gauge OldestOrder = Meters.Gauge(
        "pipeline_order_oldest_age_seconds", "seconds",
        "How long the order that waits longest in a state has had no news; of unresolved ones, since the oldest claim. 0 when there is none.", State);

    private static readonly Gauge Gross = Meters.Gauge(
        "pipeline_exposure_gross", "account currency", "Longs and shorts together, if everything is traded that may be, at the newest quotes.", Venue, Account);

    private static readonly Gauge Net = Meters.Gauge("pipeline_exposure_net", "account currency", "What is held, longs less shorts, at the newest quotes.", Venue, Account);

    private static readonly Gauge Unpriced = Meters.Gauge(
        "pipeline_exposure_unpriced_symbols", "symbols", "Symbols that are in no exposure, since nobody quotes them and they have cost nothing.", Venue, Account);

    private static readonly Gauge Breaks = Meters.Gauge(
        "pipeline_breaks_open", "breaks", "Open breaks: where the venue says otherwise than we do.", Label.Of("kind", Enum.GetValues<BreakKind>().Select(Columns.Word)));

    private static readonly Gauge Drift = Meters.Gauge(
        "pipeline_position_drift_symbols", "symbols",
        "Symbols that we have traded and of which the venue holds another quantity than we do, but for those in which the operator has that ignored.", Venue, Account);

    private static readonly Gauge DeadLetters = Meters.Gauge(
        "pipeline_dead_letters_open", "messages", "Dead letters that wait for a person.", Label.OrOther("stage", QueueNames.All));

    private static readonly Gauge Halts = Meters.Gauge("pipeline_halts_in_force", "halts", "Scopes that are halted, by the store.");

    private static readonly Gauge Unsent = Meters.Gauge("pipeline_messages_unsent", "messages", "Messages that are recorded and that the transport has not confirmed, calls in the hands of a stage of the same process included.");

    private static readonly Gauge QuoteAge = Meters.Gauge(
        "pipeline_market_data_age_seconds", "seconds",
        "Age of the oldest newest quote among symbols that have open orders, whose market is in its session and that are not halted; 0 when there is none.");

    /// <summary>Sets them all.</summary>
    /// <param name="figures">What the store has.</param>
    /// <param name="exposures">Of every account.</param>
    /// <param name="oldestQuote">How old the quote is that matters most.</param>
    public static void Set(StoreFigures figures, IReadOnlyList<AccountExposure> exposures, TimeSpan oldestQuote)
    {
        foreach (var (state, orders) in figures.Orders)
        {
            Orders.WithLabels(Columns.Word(state)).Set(orders.Count);
            OldestOrder.WithLabels(Columns.Word(state)).Set(orders.Oldest.TotalSeconds);
        }

        foreach (var of in exposures)
        {
            Gross.WithLabels(of.Venue, of.Account).Set((double)of.Gross);
            Net.WithLabels(of.Venue, of.Account).Set((double)of.Net);
            Unpriced.WithLabels(of.Venue, of.Account).Set(of.Unpriced);
        }

        foreach (var kind in Enum.GetValues<BreakKind>())
        {
            Breaks.WithLabels(Columns.Word(kind)).Set(figures.Breaks.GetValueOrDefault(kind));
        }

        foreach (var drift in figures.Drifts)
        {
            Drift.WithLabels(drift.Venue, drift.Account).Set(drift.Symbols);
        }

        foreach (var stage in QueueNames.All)
        {
            DeadLetters.WithLabels(stage).Set(figures.DeadLetters.GetValueOrDefault(stage));
        }

        DeadLetters.WithLabels(Label.Other).Set(figures.DeadLetters.Where(row => !QueueNames.All.Contains(row.Key)).Sum(row => row.Value));
        Halts.Set(figures.Halts);
        Unsent.Set(figures.Unsent);
        QuoteAge.Set(oldestQuote.TotalSeconds);
    }

    /// <summary>How old the quote is that matters most: nobody quotes a symbol that is halted.</summary>
    internal static TimeSpan OldestQuote(StoreSession session, IReadOnlyList<SymbolQuote> quotes, SessionCalendars calendars, DateTimeOffset now)
    {
        var oldest = quotes.Where(quote => calendars.IsOpen(quote.Symbol, now)).OrderBy(quote => quote.At)
            .FirstOrDefault(quote => !OrderHours.IsHalted(session, calendars, quote.Venue, quote.Symbol, now));
        return oldest is not null && now > oldest.At ? now - oldest.At : TimeSpan.Zero;
    }
}
