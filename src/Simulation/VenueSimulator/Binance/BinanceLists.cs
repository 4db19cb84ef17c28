using System.Globalization;

namespace Pipeline.Simulation.VenueSimulator;

/// <summary>Binance's lists of orders and trades: by symbol, from a time or an id on, the oldest first.</summary>
internal static class BinanceLists
{
    private const int DefaultLimit = 500;
    private const int MaxLimit = 1000;

    /// <summary>A page of entries in the order of their ids.</summary>
    /// <param name="route">What was asked for.</param>
    /// <param name="idParameter">The parameter that names the first id.</param>
    /// <param name="entries">All entries of the symbol.</param>
    /// <param name="idOf">An entry's id.</param>
    /// <param name="timeOf">Its time.</param>
    public static (IReadOnlyList<T>? Page, ApiError? Error) Page<T>(
        Route route, string idParameter, IEnumerable<T> entries, Func<T, long> idOf, Func<T, DateTimeOffset> timeOf)
    {
        var ofLimit = Number(route, "limit", out var limit);
        var ofFirst = Number(route, idParameter, out var first);
        var ofStart = Number(route, "startTime", out var start);
        if ((ofLimit ?? ofFirst ?? ofStart) is { } fault)
        {
            return (null, fault);
        }

        if (limit is < 1 or > MaxLimit)
        {
            return (null, BinanceErrors.Bad(-1130, "Data sent for parameter 'limit' is not valid."));
        }

        var from = entries.Where(entry => (first is null || idOf(entry) >= first) && (first is not null || start is null || timeOf(entry).ToUnixTimeMilliseconds() >= start));
        var size = (int)(limit ?? DefaultLimit);

        // Without a beginning the newest are listed.
        return ([.. first is null && start is null ? from.TakeLast(size) : from.Take(size)], null);
    }

    private static ApiError? Number(Route route, string name, out long? number)
    {
        number = null;
        if (route[name] is not { } text)
        {
            return null;
        }

        var isNumber = long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value);
        number = isNumber ? value : null;
        return isNumber ? null : BinanceErrors.Missing(name);
    }
}
