using System.Text.Json;

namespace Pipeline.Faults.GameDay;

/// <summary>
/// Orders that are lost or doubled, counted from outside: what agents were promised, against what the pipeline has, against what the venue truly has.
/// </summary>
/// <param name="Promised">Orders that agents were told are taken.</param>
/// <param name="Lost">
/// Orders that an agent was promised and the pipeline does not know; that the pipeline has as sent and the venue does not know; that the venue has and the
/// pipeline does not; and those of which the two have filled quantities that differ.
/// </param>
/// <param name="Doubled">ClOrdIds that the venue has more than once, and orders that have traded more than they ask for.</param>
public sealed record Tally(int Promised, int Lost, int Doubled)
{
    /// <summary>Counts.</summary>
    /// <param name="promised">ClOrdIds that agents were given.</param>
    /// <param name="ours">Orders, as <c>GET /v1/orders</c> lists them.</param>
    /// <param name="theirs">Orders, as the venue truly has them.</param>
    /// <param name="executions">Trades that the venue has truly made.</param>
    public static Tally Of(IReadOnlyCollection<string> promised, IEnumerable<JsonElement> ours, IEnumerable<JsonElement> theirs, IEnumerable<JsonElement> executions)
    {
        var known = ours.ToDictionary(IdOf);
        var atVenue = theirs.CountBy(IdOf).ToDictionary();
        var traded = executions.GroupBy(IdOf).ToDictionary(group => group.Key, group => group.Sum(trade => trade.GetProperty("qty").GetDecimal()));
        var lost = promised.Where(id => !known.ContainsKey(id))
            .Concat(known.Values.Where(order => order.TryGetProperty("order_id", out _)).Select(IdOf).Where(id => !atVenue.ContainsKey(id)))
            .Concat(atVenue.Keys.Where(id => !known.ContainsKey(id)))
            .Concat(known.Values.Where(order => order.GetProperty("cum_qty").GetDecimal() != traded.GetValueOrDefault(IdOf(order))).Select(IdOf));
        var doubled = atVenue.Where(order => order.Value > 1).Select(order => order.Key)
            .Concat(known.Values.Where(order => traded.GetValueOrDefault(IdOf(order)) > order.GetProperty("qty").GetDecimal()).Select(IdOf));
        return new Tally(promised.Count, lost.Distinct().Count(), doubled.Distinct().Count());
    }

    private static string IdOf(JsonElement order) => order.GetProperty("cl_ord_id").GetString()!;
}
