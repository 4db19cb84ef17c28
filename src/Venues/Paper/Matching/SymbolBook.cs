using Pipeline.Messages.Fix;

namespace Pipeline.Venues.Paper;

/// <summary>The open orders of one symbol on their way over a run of quotes. It keeps what happened for others to write down.</summary>
internal sealed class SymbolBook
{
    private readonly List<BookEvent> _events = [];
    private readonly List<RestingOrder> _open;

    // What the open orders reach and when the first expires; null when an order has gone or changed since.
    private Reach? _reach;
    private DateTimeOffset? _nextExpiry;

    public SymbolBook(IEnumerable<RestingOrder> inOrderOfAcceptance, DisplayedQuote shown)
    {
        Shown = shown;
        _open = [.. inOrderOfAcceptance];
    }

    /// <summary>The newest quote met, and what is left of it.</summary>
    public DisplayedQuote Shown { get; private set; }

    public int QuotesMet { get; private set; }

    public IReadOnlyList<BookEvent> Events => _events;

    public bool IsEmpty => _open.Count == 0;

    /// <summary>Grows when an order comes to rest or gets other terms, so that a look ahead may have to be taken again.</summary>
    public int Revision { get; private set; }

    /// <summary>When the first open order expires.</summary>
    public DateTimeOffset? NextExpiry
    {
        get
        {
            Look();
            return _nextExpiry;
        }
    }

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
            if (Look().Includes(quote))
            {
                Match(_open, quote.At);
            }
        }

        Expire(until);
    }

    /// <summary>Matches an order that has just arrived with what is left of the current quote. The others have had their turn.</summary>
    public void Arrive(RestingOrder order, DateTimeOffset now)
    {
        var quote = Shown.Quote;
        var matching = MatchingCore.Match([order], Shown);
        Shown = matching.Left;
        RestingOrder? left = order;
        foreach (var happened in matching.Events)
        {
            _events.Add(new BookEvent(now, quote, happened));
            left = After(left, happened);
        }

        if (left is not null)
        {
            Rest(left);
        }
    }

    /// <summary>Shows a quote to orders yet to arrive. One shown already keeps what is left of it.</summary>
    public void Show(Quote? quote) => Shown = quote is not null && quote.At == Shown.Quote?.At ? Shown : DisplayedQuote.Of(quote);

    /// <summary>True when the order is open here.</summary>
    public bool Contains(long seq) => IndexOf(seq) >= 0;

    /// <summary>Gives an open order other terms in its place.</summary>
    public void Change(RestingOrder order)
    {
        _open[IndexOf(order.Seq)] = order;
        _reach = null;
        Revision++;
    }

    /// <summary>Takes an order away.</summary>
    /// <returns>False when it isn't open here.</returns>
    public bool Remove(long seq)
    {
        var index = IndexOf(seq);
        if (index >= 0)
        {
            _open.RemoveAt(index);
            _reach = null;
        }

        return index >= 0;
    }

    /// <summary>The first of these quotes, oldest first, that an open order would do something at; null when it is none.</summary>
    public Quote? NextTouch(IEnumerable<Quote> quotes)
    {
        var reach = Look();
        return quotes.FirstOrDefault(reach.Includes);
    }

    /// <summary>Hands over what happened since the last time.</summary>
    public IReadOnlyList<BookEvent> TakeEvents()
    {
        if (_events.Count == 0)
        {
            return [];
        }

        BookEvent[] taken = [.. _events];
        _events.Clear();
        return taken;
    }

    private void Rest(RestingOrder order)
    {
        _open.Add(order);
        Revision++;
        _reach = _reach?.With(order);
        _nextExpiry = order.ExpiresAt < (_nextExpiry ?? DateTimeOffset.MaxValue) ? order.ExpiresAt : _nextExpiry;
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
    }

    private void Expire(DateTimeOffset at)
    {
        while (NextExpiry <= at)
        {
            var expiry = _nextExpiry!.Value;
            foreach (var order in _open.Where(order => order.ExpiresAt == expiry).ToList())
            {
                Happen(expiry, null, new MatchEvent.Expired(order.Seq));
            }
        }
    }

    private void Happen(DateTimeOffset at, Quote? quote, MatchEvent happened)
    {
        _events.Add(new BookEvent(at, quote, happened));
        _reach = null;
        var index = IndexOf(happened.Seq);
        if (After(_open[index], happened) is { } left)
        {
            _open[index] = left;
        }
        else
        {
            _open.RemoveAt(index);
        }
    }

    // What is left of an order, or null. Nothing happens to an order that is gone.
    private static RestingOrder? After(RestingOrder? order, MatchEvent happened) => happened switch
    {
        MatchEvent.Triggered => order! with { Triggered = true },
        MatchEvent.Filled fill when fill.Qty < order!.LeavesQty => order with { LeavesQty = order.LeavesQty - fill.Qty },
        _ => null,
    };

    // The open orders lie in order of acceptance, so a search by halves finds one.
    private int IndexOf(long seq)
    {
        var (low, high) = (0, _open.Count - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            switch (_open[middle].Seq.CompareTo(seq))
            {
                case 0: return middle;
                case < 0: low = middle + 1; break;
                default: high = middle - 1; break;
            }
        }

        return -1;
    }

    private Reach Look()
    {
        if (_reach is null)
        {
            _reach = Reach.Of(_open);
            _nextExpiry = _open.Min(order => order.ExpiresAt);
        }

        return _reach.Value;
    }
}

/// <param name="At">When it happened.</param>
/// <param name="Quote">The quote it came from, or null when it was the clock.</param>
/// <param name="Happened">What happened.</param>
internal sealed record BookEvent(DateTimeOffset At, Quote? Quote, MatchEvent Happened);
