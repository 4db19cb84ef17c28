using System.Globalization;
using System.IO.Compression;
using System.Text.RegularExpressions;
using NodaTime;
using Pipeline.Messages.Fix;

namespace Pipeline.Venues.Paper;

/// <summary>
/// One file of one-minute quote bars: <c>SYMBOL_YYYYMMDD_quote.zip</c> with one csv in it, or that csv itself
/// under the same name. A line is milliseconds since midnight in New York, bid open, high, low, close, last
/// bid size, ask open, high, low, close, last ask size; prices are ten-thousandths of a dollar.
/// </summary>
internal sealed partial class QuoteRecording
{
    private static readonly DateTimeZone NewYork = DateTimeZoneProviders.Tzdb["America/New_York"];
    private static readonly Duration Minute = Duration.FromMinutes(1);

    private readonly string _file;
    private readonly LocalDate _day;
    private readonly List<Quote> _quotes = [];
    private readonly List<string> _crossed = [];

    private QuoteRecording(string file, string symbol, LocalDate day)
    {
        _file = file;
        _day = day;
        Symbol = symbol;
    }

    public string Symbol { get; }

    public DateOnly Day => _day.ToDateOnly();

    public IReadOnlyList<Quote> Quotes => _quotes;

    /// <summary>Where a closing bid is above the closing ask: file and line.</summary>
    public IReadOnlyList<string> Crossed => _crossed;

    public static QuoteRecording Read(string path)
    {
        var file = Path.GetFileName(path);
        var name = FileName().Match(file);
        if (!name.Success || !DateOnly.TryParseExact(name.Groups["day"].Value, "yyyyMMdd", out var day))
        {
            throw new InvalidDataException($"{file}: a recording of quotes is named SYMBOL_YYYYMMDD_quote.zip or .csv.");
        }

        var recording = new QuoteRecording(file, name.Groups["symbol"].Value.ToUpperInvariant(), LocalDate.FromDateOnly(day));
        using var stream = File.OpenRead(path);
        if (name.Groups["zip"].Success)
        {
            recording.ReadZip(stream);
        }
        else
        {
            recording.ReadCsv(stream);
        }

        return recording;
    }

    private void ReadZip(FileStream stream)
    {
        try
        {
            using var zip = new ZipArchive(stream, ZipArchiveMode.Read);
            if (zip.Entries is not [var entry])
            {
                throw new InvalidDataException($"{_file}: holds {zip.Entries.Count} files where one csv was expected.");
            }

            using var csv = entry.Open();
            ReadCsv(csv);
        }
        catch (InvalidDataException e) when (!e.Message.StartsWith(_file, StringComparison.Ordinal))
        {
            throw new InvalidDataException($"{_file}: {e.Message}", e);
        }
    }

    private void ReadCsv(Stream stream)
    {
        using var reader = new StreamReader(stream);
        Instant? previousEnd = null;
        for (var number = 1; reader.ReadLine() is { } text; number++)
        {
            var line = QuoteBarLine.Parse(text, problem => Malformed(number, problem));
            var start = _day.AtMidnight().PlusMilliseconds(line.Milliseconds).InZoneLeniently(NewYork).ToInstant();
            if (start < previousEnd)
            {
                throw Malformed(number, "the bar starts before the one above it ended");
            }

            // What opened the recording is known at its first instant; every other price only when its minute is over.
            if (previousEnd is null)
            {
                Add(number, start, line.Bid.Open, line.Bid.Size, line.Ask.Open, line.Ask.Size);
            }

            previousEnd = start + Minute;
            Add(number, previousEnd.Value, line.Bid.Close, line.Bid.Size, line.Ask.Close, line.Ask.Size);
        }

        if (previousEnd is null)
        {
            throw new InvalidDataException($"{_file}: holds no bars.");
        }
    }

    private void Add(int line, Instant at, decimal? bid, decimal bidSize, decimal? ask, decimal askSize)
    {
        if (bid > ask)
        {
            _crossed.Add(string.Create(CultureInfo.InvariantCulture, $"{_file}, line {line}: bid {bid} above ask {ask}"));
        }

        _quotes.Add(new Quote(Symbol, at.ToDateTimeOffset(), bid, bidSize, ask, askSize));
    }

    private InvalidDataException Malformed(int line, string problem) => new($"{_file}, line {line}: {problem}.");

    [GeneratedRegex("^(?<symbol>[A-Za-z0-9.-]+)_(?<day>[0-9]{8})_quote\\.((?<zip>zip)|csv)$")]
    private static partial Regex FileName();
}
