using System.Globalization;
using Pipeline.Messages.Fix;

namespace Pipeline.Venues.Binance;

/// <summary>What a document must have and does not is named. Ids are made unique here: Binance counts orders and trades by symbol.</summary>
internal static class Fields
{
    /// <exception cref="FormatException">The field is missing or empty.</exception>
    public static string Required(string? value, string field) => !string.IsNullOrWhiteSpace(value) ? value : throw new FormatException($"{field} is missing");

    /// <exception cref="FormatException">The field is missing.</exception>
    public static T Required<T>(T? value, string field)
        where T : struct => value ?? throw new FormatException($"{field} is missing");

    /// <exception cref="FormatException">The field is missing, or not more than 0: nothing trades so.</exception>
    public static decimal Positive(decimal? value, string field) => Required(value, field) is > 0 and var number ? number : throw new FormatException($"{field} is {value}");

    /// <exception cref="FormatException">The field is missing, or no time.</exception>
    public static DateTimeOffset Time(long? milliseconds, string field) => Required(milliseconds, field) is > 0 and < 253402300800000 and var value
        ? DateTimeOffset.FromUnixTimeMilliseconds(value)
        : throw new FormatException($"{field} {milliseconds} is no time");

    /// <summary>The error for a word that no list has.</summary>
    public static FormatException Unknown(string field, string? word) => new(word is null ? $"{field} is missing" : $"{field} '{word}' is not known");

    /// <summary>An order's id, one of its kind in the account.</summary>
    public static string OrderId(Pair pair, long id) => $"{pair.VenueSymbol}-{id.ToString(CultureInfo.InvariantCulture)}";

    /// <summary>A trade's id, one of its kind in the account.</summary>
    public static string ExecId(Pair pair, long id) => $"{pair.VenueSymbol}-T{id.ToString(CultureInfo.InvariantCulture)}";

    /// <summary>Binance's own id of an order; null where the id is not of this adapter's making.</summary>
    public static string? VenueOrderId(Pair pair, string orderId) =>
        orderId.StartsWith(pair.VenueSymbol + "-", StringComparison.Ordinal) && long.TryParse(orderId.AsSpan(pair.VenueSymbol.Length + 1), NumberStyles.None, CultureInfo.InvariantCulture, out _)
            ? orderId[(pair.VenueSymbol.Length + 1)..]
            : null;

    /// <summary>A price; Binance writes zero for none.</summary>
    public static decimal? Price(decimal? price) => price is null or 0 ? null : price;

    /// <summary>The status in FIX's words. For a word that nobody knows, what the filled quantity alone would give.</summary>
    public static OrdStatus Status(string status, decimal cumQty, decimal orderQty) => BinanceWords.ToOrdStatus(status) switch
    {
        { } known => known,
        null when cumQty > 0 && cumQty >= orderQty => OrdStatus.Filled,
        null when cumQty > 0 => OrdStatus.PartiallyFilled,
        null => OrdStatus.New,
    };
}
