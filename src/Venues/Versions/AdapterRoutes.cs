using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Pipeline.Venues.Versions;

/// <summary>
/// Which version carries a new order: <c>momentum=alpaca/2,10%=alpaca/2</c>. A strategy's own route goes first, then shares, in their order; what is left is
/// the first adapter's. A line is always of the same share, so that a retry and a reprice go the same way.
/// </summary>
public sealed class AdapterRoutes
{
    private readonly Dictionary<string, string> strategies = [];
    private readonly List<(decimal Percent, string Adapter)> shares = [];

    private AdapterRoutes()
    {
    }

    /// <summary>Reads routes.</summary>
    /// <param name="text">Comma separated; empty sends everything to the first adapter.</param>
    /// <param name="adapters">The adapters that there are.</param>
    /// <exception cref="FormatException">A route is none, leads to no adapter, or the shares are more than everything.</exception>
    public static AdapterRoutes Parse(string text, IReadOnlyCollection<string> adapters)
    {
        var routes = new AdapterRoutes();
        foreach (var entry in text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var (what, adapter) = entry.Split('=') is [{ Length: > 0 } left, { Length: > 0 } right] ? (left, right) : throw new FormatException($"'{entry}' is no route; write momentum=alpaca/2 or 10%=alpaca/2");
            if (!adapters.Contains(adapter))
            {
                throw new FormatException($"'{entry}' leads to {adapter}, which is not among {string.Join(", ", adapters)}");
            }

            if (!what.EndsWith('%'))
            {
                routes.strategies.Add(what, routes.strategies.ContainsKey(what) ? throw new FormatException($"strategy {what} has two routes") : adapter);
            }
            else
            {
                routes.shares.Add((decimal.TryParse(what[..^1], NumberStyles.Number, CultureInfo.InvariantCulture, out var percent) && percent is > 0 and <= 100
                    ? percent
                    : throw new FormatException($"'{what}' is no share; write 10%"), adapter));
            }
        }

        return routes.shares.Sum(share => share.Percent) <= 100 ? routes : throw new FormatException("the shares are more than 100%");
    }

    /// <summary>The adapter of an order; null where it is the first one's.</summary>
    /// <param name="strategyId">The order's strategy.</param>
    /// <param name="lineClOrdId">The ClOrdId of the line's first order.</param>
    public string? Of(string strategyId, string lineClOrdId)
    {
        if (strategies.TryGetValue(strategyId, out var own))
        {
            return own;
        }

        var point = PointOf(lineClOrdId);
        foreach (var (percent, adapter) in shares)
        {
            if (point < percent)
            {
                return adapter;
            }

            point -= percent;
        }

        return null;
    }

    // From 0 to 100, the same on every machine and for ever.
    private static decimal PointOf(string text) => BitConverter.ToUInt32(SHA256.HashData(Encoding.UTF8.GetBytes(text))) / (decimal)uint.MaxValue * 99.9999m;
}
