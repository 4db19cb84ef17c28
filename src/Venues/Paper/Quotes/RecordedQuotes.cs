using Pipeline.Messages.Fix;

namespace Pipeline.Venues.Paper;

/// <summary>
/// A market that was: one-minute quote bars read from files, several symbols and days together. A bar's
/// closing prices and last sizes are known at the end of its minute, never earlier; only the first bar of a
/// file gives its opening prices too, at its start. A side that was empty has no quote. Quotes whose bid is
/// above the ask happen in a consolidated feed: they are kept as recorded and named in <see cref="Crossed"/>.
/// </summary>
public sealed class RecordedQuotes : IQuoteSource
{
    private readonly Dictionary<string, List<Quote>> _quotes = new(StringComparer.Ordinal);

    private RecordedQuotes(IReadOnlyList<QuoteRecording> recordings)
    {
        foreach (var recording in recordings)
        {
            if (!_quotes.TryGetValue(recording.Symbol, out var quotes))
            {
                _quotes[recording.Symbol] = quotes = [];
            }

            // A bar that ends at midnight and the next day's opening are one instant; the opening is the newer word.
            quotes.RemoveAll(quote => quote.At >= recording.Quotes[0].At);
            quotes.AddRange(recording.Quotes);
        }

        Symbols = [.. _quotes.Keys.Order(StringComparer.Ordinal)];
        Days = [.. recordings.Select(recording => recording.Day).Distinct().Order()];
        Instants = [.. _quotes.Values.SelectMany(quotes => quotes).Select(quote => quote.At).Distinct().Order()];
        Crossed = [.. recordings.SelectMany(recording => recording.Crossed)];
    }

    /// <summary>The symbols recorded, in upper case.</summary>
    public IReadOnlyList<string> Symbols { get; }

    /// <summary>The days recorded, in New York.</summary>
    public IReadOnlyList<DateOnly> Days { get; }

    /// <summary>Every instant at which some symbol has a new quote, in order.</summary>
    public IReadOnlyList<DateTimeOffset> Instants { get; }

    /// <summary>The first instant of the recording.</summary>
    public DateTimeOffset First => Instants[0];

    /// <summary>The last instant of the recording.</summary>
    public DateTimeOffset Last => Instants[^1];

    /// <summary>The quotes whose bid is above the ask, by file and line.</summary>
    public IReadOnlyList<string> Crossed { get; }

    /// <summary>Reads recordings named <c>SYMBOL_YYYYMMDD_quote.zip</c> or <c>.csv</c>.</summary>
    /// <exception cref="InvalidDataException">A file is malformed; the message names file and line.</exception>
    public static RecordedQuotes Load(params IEnumerable<string> paths)
    {
        var recordings = paths.Select(QuoteRecording.Read).OrderBy(recording => recording.Day).ToList();
        if (recordings.Count == 0)
        {
            throw new InvalidDataException("There is no recording to read.");
        }

        var twice = recordings.GroupBy(recording => (recording.Symbol, recording.Day)).FirstOrDefault(group => group.Count() > 1);
        return twice is null
            ? new RecordedQuotes(recordings)
            : throw new InvalidDataException($"{twice.Key.Symbol} of {twice.Key.Day:yyyy-MM-dd} is recorded in more than one file.");
    }

    /// <inheritdoc/>
    public Quote? Latest(string symbol, DateTimeOffset now)
    {
        var quotes = Of(symbol);
        var later = FirstAfter(quotes, now);
        return later == 0 ? null : quotes[later - 1];
    }

    /// <inheritdoc/>
    public IEnumerable<Quote> Between(string symbol, DateTimeOffset after, DateTimeOffset until)
    {
        var quotes = Of(symbol);
        for (var i = FirstAfter(quotes, after); i < quotes.Count && quotes[i].At <= until; i++)
        {
            yield return quotes[i];
        }
    }

    private List<Quote> Of(string symbol) => _quotes.TryGetValue(symbol, out var quotes) ? quotes : [];

    private static int FirstAfter(List<Quote> quotes, DateTimeOffset instant)
    {
        var (low, high) = (0, quotes.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = quotes[middle].At <= instant ? (middle + 1, high) : (low, middle);
        }

        return low;
    }
}
