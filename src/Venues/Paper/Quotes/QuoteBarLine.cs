using System.Globalization;

namespace Pipeline.Venues.Paper;

/// <summary>One line of a recording, parsed.</summary>
internal readonly record struct QuoteBarLine(long Milliseconds, QuoteBarLine.OneSide Bid, QuoteBarLine.OneSide Ask)
{
    private const int Fields = 11;
    private const int TradeFields = 6;
    private const long DayMilliseconds = 24L * 60 * 60 * 1000;
    private const decimal TenThousandths = 10_000m;

    /// <summary>Open and close price in dollars and the last size; a side without a quote has null prices and no size.</summary>
    internal readonly record struct OneSide(decimal? Open, decimal? Close, decimal Size);

    /// <summary>Reads a line, or throws what <paramref name="malformed"/> makes of the problem.</summary>
    public static QuoteBarLine Parse(string text, Func<string, Exception> malformed)
    {
        var fields = text.Split(',');
        if (fields.Length != Fields)
        {
            var hint = fields.Length == TradeFields ? "; this looks like a recording of trades" : "";
            throw malformed($"{fields.Length} fields where a quote bar has {Fields}{hint}");
        }

        if (!long.TryParse(fields[0], NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds)
            || milliseconds >= DayMilliseconds)
        {
            throw malformed($"'{fields[0]}' is no time of day in milliseconds");
        }

        return new QuoteBarLine(milliseconds, Side("bid", fields.AsSpan(1, 5), malformed), Side("ask", fields.AsSpan(6, 5), malformed));
    }

    private static OneSide Side(string side, ReadOnlySpan<string> fields, Func<string, Exception> malformed)
    {
        var prices = fields[..4];
        if (prices.IndexOfAnyExcept("") < 0)
        {
            return default;
        }

        foreach (var price in prices)
        {
            if (Number(price) is not > 0)
            {
                throw malformed($"'{price}' is no {side} price");
            }
        }

        var size = Number(fields[4]) ?? throw malformed($"'{fields[4]}' is no {side} size");
        return new OneSide(Number(prices[0]) / TenThousandths, Number(prices[3]) / TenThousandths, size);
    }

    private static decimal? Number(string text) =>
        decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) ? number : null;
}
