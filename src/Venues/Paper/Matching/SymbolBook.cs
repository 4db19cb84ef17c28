using Pipeline.Messages.Fix;

namespace Pipeline.Venues.Paper;

/// <summary>The open orders of one symbol on their way over a run of quotes. It keeps what happened for others to write down.</summary>
internal sealed class SymbolBook
{
    private readonly List<BookEvent> _events = [];
    private readonly List<RestingOrder> _open;
    private Reach _reach;
    private DateTimeOffset? _nextExpiry;

    public SymbolBook(IEnumerable<RestingOrder> inOrderOfAcceptance, DisplayedQuote shown)
    {
        Shown = shown;
        _open = [.. inOrderOfAcceptance];
        Look();
    }

    /// <summary>The newest quote met, and what is left of it.</summary>
    public DisplayedQuote Shown { get; private set; }

    public int QuotesMet { get; private set; }

    public IReadOnlyList<BookEvent> Events => _events;

    /// <summary>Meets the quotes one after the other; an order is gone from the instant it expires.</summary>
    public void Advance(IEnumerable<Quote> quotes, DateTimeOffset until)
    {
        foreach (var quote in quotes)
        {
            Expire(quote.At);
            if (_open.Count == 0)
            {
                return;
            }

            QuotesMet++;
            Shown = DisplayedQuote.Of(quote);
            if (_reach.Includes(quote))
            {
                Match(_open, quote.At);
            }
        }

        Expire(until);
    }

    /// <summary>Matches an order that has just arrived with what is left of the current quote. The others have had their turn.</summary>
    public void Arrive(RestingOrder order, DateTimeOffset now)
    {
        _open.Add(order);
        Match([order], now);
    }

    private void Match(IEnumerable<RestingOrder> orders, DateTimeOffset at)
    {
        var quote = Shown.Quote;
        var matching = MatchingCore.Match(orders, Shown);
        Shown = matching.Left;
        foreach (var happened in matching.Events)
        {
            Happen(at, quote, happened);
        }

        Look();
    }

    private void Expire(DateTimeOffset at)
    {
        while (_nextExpiry <= at)
        {
            var expiry = _nextExpiry.Value;
            foreach (var order in _open.Where(order => order.ExpiresAt == expiry).ToList())
            {
                Happen(expiry, null, new MatchEvent.Expired(order.Seq));
            }

            Look();
        }
    }

    private void Happen(DateTimeOffset at, Quote? quote, MatchEvent happened)
    {
        _events.Add(new BookEvent(at, quote, happened));
        var index = _open.FindIndex(order => order.Seq == happened.Seq);
        var order = _open[index];
        switch (happened)
        {
            case MatchEvent.Triggered:
                _open[index] = order with { Triggered = true };
                break;
            case MatchEvent.Filled fill when fill.Qty < order.LeavesQty:
                _open[index] = order with { LeavesQty = order.LeavesQty - fill.Qty };
                break;
            default:
                _open.RemoveAt(index);
                break;
        }
    }

    private void Look()
    {
        _reach = new Reach(_open);
        _nextExpiry = _open.Min(order => order.ExpiresAt);
    }
}

/// <param name="At">When it happened.</param>
/// <param name="Quote">The quote it came from, or null when it was the clock.</param>
/// <param name="Happened">What happened.</param>
internal sealed record BookEvent(DateTimeOffset At, Quote? Quote, MatchEvent Happened);
