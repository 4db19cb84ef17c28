namespace Pipeline.Venues.Paper;

/// <summary>
/// The open orders and how far their matching has come, kept between calls: to read them anew would make every call as long as the book. What another process
/// has written since, or a transaction that failed, makes them stale, and they are read again.
/// </summary>
internal sealed class OpenBooks
{
    private readonly SortedDictionary<long, BookOrder> _orders = [];
    private readonly Dictionary<string, LiveSymbol> _symbols = [];
    private long? _version;

    /// <summary>In order of acceptance.</summary>
    public IEnumerable<BookOrder> Orders => _orders.Values;

    public IEnumerable<LiveSymbol> Symbols => _symbols.Values;

    /// <summary>Makes sure that all of it is as the tables say.</summary>
    public void Freshen(BookTables tables, IQuoteSource quotes)
    {
        var version = tables.DataVersion();
        if (_version == version)
        {
            return;
        }

        _orders.Clear();
        _symbols.Clear();
        foreach (var symbol in tables.OpenOrders().GroupBy(order => order.Terms.Symbol))
        {
            foreach (var order in symbol)
            {
                _orders.Add(order.Seq, order);
            }

            _symbols.Add(symbol.Key, LiveSymbol.Of(symbol.Key, symbol.Select(order => order.ToResting()), tables.Symbol(symbol.Key), quotes));
        }

        _version = version;
    }

    /// <summary>Whatever was done to it did not come about.</summary>
    public void Forget() => _version = null;

    public BookOrder Order(long seq) => _orders[seq];

    public LiveSymbol Symbol(string symbol, BookTables tables, IQuoteSource quotes)
    {
        if (!_symbols.TryGetValue(symbol, out var live))
        {
            _symbols.Add(symbol, live = LiveSymbol.Of(symbol, [], tables.Symbol(symbol), quotes));
        }

        return live;
    }

    /// <summary>Takes up the next version of an order, or lets it go when it is no longer open.</summary>
    public void Put(BookOrder order)
    {
        if (order.IsOpen)
        {
            _orders[order.Seq] = order;
        }
        else
        {
            _orders.Remove(order.Seq);
        }
    }
}

/// <summary>One symbol on its way over the quotes.</summary>
/// <param name="symbol">Which.</param>
/// <param name="book">Its open orders.</param>
/// <param name="seenUntil">The quotes up to here have been matched; null when none ever was.</param>
internal sealed class LiveSymbol(string symbol, SymbolBook book, DateTimeOffset? seenUntil)
{
    private int _quotesWritten;

    public string Symbol => symbol;

    public SymbolBook Book => book;

    public DateTimeOffset? SeenUntil { get; private set; } = seenUntil;

    /// <summary>Quotes it has met since that was last written down.</summary>
    public int QuotesUnwritten => book.QuotesMet - _quotesWritten;

    public static LiveSymbol Of(string symbol, IEnumerable<RestingOrder> open, SymbolState? state, IQuoteSource quotes) => new(
        symbol, new SymbolBook(open, state is null ? DisplayedQuote.Of(null) : state.Show(quotes.Latest(symbol, state.SeenUntil))), state?.SeenUntil);

    public void See(DateTimeOffset until) => SeenUntil = until;

    public SymbolState Written()
    {
        _quotesWritten = book.QuotesMet;
        return SymbolState.Of(SeenUntil!.Value, book.Shown);
    }
}
