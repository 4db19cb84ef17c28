using Pipeline.Messages.Fix;
using Pipeline.Trading.Sessions;
using Pipeline.Venues.Paper;

namespace Pipeline.Simulation.VenueSimulator;

/// <summary>The market of one symbol: its quotes, and the resting orders that meet them as in the paper venue.</summary>
internal sealed class Market(string symbol, IQuoteSource walk, SessionCalendars calendars)
{
    /// <summary>How far ahead a look for the next quote that matters goes before it is taken up again.</summary>
    private static readonly TimeSpan LookAhead = TimeSpan.FromMinutes(1);

    private readonly SymbolBook book = new([], default);
    private readonly InSessionQuotes inSession = new(walk, calendars.IsOpen);
    private DateTimeOffset seenUntil;
    private decimal splitBy = 1;
    private (DateTimeOffset At, Quote? Quote) latest;

    // The quote that a script or an act states, in place of the walk; unmet while the market has been closed since.
    private Quote? stated;
    private bool isUnmet;

    // What the look ahead was taken of, and how often the market itself has changed.
    private (int Orders, int Market) agreedOn;
    private int changes;

    public bool IsHalted { get; private set; }

    /// <summary>When the market is to be brought up to date again, as agreed on last.</summary>
    public DateTimeOffset? WakeAt { get; private set; }

    public bool IsOpen(DateTimeOffset now) => calendars.IsOpen(symbol, now);

    /// <summary>The quote as it stands. One that was stated stands until another is.</summary>
    public Quote? Quote(DateTimeOffset now)
    {
        if (stated is not null)
        {
            return stated with { At = now };
        }

        // Asked for several times an order, and the walk computes it anew each time.
        if (latest.At != now)
        {
            latest = (now, Split(walk.Latest(symbol, now)));
        }

        return latest.Quote;
    }

    /// <summary>What has happened to resting orders since the last time.</summary>
    public IReadOnlyList<BookEvent> TakeEvents() => book.TakeEvents();

    /// <summary>Lets the resting orders meet the quotes up to now.</summary>
    public void Advance(DateTimeOffset now)
    {
        if (now > seenUntil)
        {
            var quotes = IsHalted || stated is not null || book.IsEmpty
                ? []
                : inSession.Between(symbol, seenUntil, now).Select(quote => Split(quote)!);
            book.Advance(quotes, now);
            seenUntil = now;
        }

        if (isUnmet && !IsHalted && IsOpen(now))
        {
            isUnmet = false;
            book.Advance([stated!], now);
        }
    }

    /// <summary>Lets an order meet the current quote, and rests what is left of it.</summary>
    public void Arrive(RestingOrder order, DateTimeOffset now)
    {
        Advance(now);
        book.Show(IsHalted ? null : stated ?? Quote(now));
        book.Arrive(order, now);
    }

    /// <summary>Keeps the book in step with an order that changed otherwise than by quotes.</summary>
    public void Change(SimulatedOrder order)
    {
        if (order.LeavesQty == 0 || order.IsScripted)
        {
            book.Remove(order.Seq);
        }
        else if (book.Contains(order.Seq))
        {
            book.Change(order.ToResting());
        }
    }

    /// <summary>States a quote, which the resting orders meet when the market is open.</summary>
    public void State(QuoteAct quote, DateTimeOffset now)
    {
        Advance(now);
        State(new Quote(symbol, now, quote.Bid, quote.BidSize, quote.Ask, quote.AskSize), now);
    }

    public void Halt(DateTimeOffset now)
    {
        Advance(now);
        IsHalted = true;
    }

    public void EndHalt(DateTimeOffset now)
    {
        Advance(now);
        IsHalted = false;
        changes++;
        if (stated is not null)
        {
            State(stated with { At = now }, now);
        }
    }

    public void SplitPrices(decimal ratio, DateTimeOffset now)
    {
        Advance(now);
        splitBy *= ratio;
        latest = default;
        changes++;
        stated = stated is null ? null : stated with { Bid = stated.Bid / ratio, Ask = stated.Ask / ratio };
    }

    /// <summary>Agrees on when something may next happen to a resting order by itself, or a look ahead ends.</summary>
    /// <returns>The instant, when it is earlier than what was agreed on; else null.</returns>
    public DateTimeOffset? Agree(DateTimeOffset now)
    {
        // Orders that only trade or go need no earlier look than the one agreed on.
        if (book.IsEmpty || (WakeAt is not null && agreedOn == (book.Revision, changes)))
        {
            return null;
        }

        agreedOn = (book.Revision, changes);
        var look = IsHalted ? null : calendars.For(symbol).At(now) switch
        {
            SessionStatus.Open open when stated is null => LookFrom(now, open.Session.Close),
            SessionStatus.Closed closed when stated is null || isUnmet => closed.NextOpen,
            _ => null,
        };
        var wake = look is null || book.NextExpiry < look ? book.NextExpiry : look;
        if (wake is null || wake >= WakeAt)
        {
            return null;
        }

        WakeAt = wake;
        return wake;
    }

    /// <summary>Whether an instant is the one agreed on last; then another has to be agreed on.</summary>
    public bool Wake(DateTimeOffset agreed)
    {
        if (WakeAt != agreed)
        {
            return false;
        }

        WakeAt = null;
        return true;
    }

    private DateTimeOffset LookFrom(DateTimeOffset now, DateTimeOffset close)
    {
        var end = close < now + LookAhead ? close : now + LookAhead;
        var touch = book.NextTouch(walk.Between(symbol, seenUntil, end.AddTicks(-1)).Select(quote => Split(quote)!));
        return touch?.At ?? end;
    }

    private void State(Quote quote, DateTimeOffset now)
    {
        // The book tells quotes apart by their instants.
        stated = quote.At > stated?.At ? quote : quote with { At = stated?.At.AddTicks(1) ?? quote.At };
        isUnmet = true;
        changes++;
        Advance(now);
    }

    private Quote? Split(Quote? quote) => splitBy == 1 || quote is null
        ? quote
        : quote with { Bid = Round(quote.Bid / splitBy), Ask = Round(quote.Ask / splitBy) };

    private static decimal? Round(decimal? px) => px is { } value ? Math.Round(value, 2) : null;
}
