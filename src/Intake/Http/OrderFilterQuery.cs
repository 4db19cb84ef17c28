using Microsoft.AspNetCore.Http;
using Pipeline.Store;
using Pipeline.Store.Queries;

namespace Pipeline.Intake.Http;

/// <summary>Reads a filter from a query string. A name or a value that is not understood is refused, never ignored.</summary>
internal static class OrderFilterQuery
{
    public static (OrderFilter Filter, IResult? Problem) Parse(IQueryCollection query)
    {
        var filter = new OrderFilter();
        foreach (var (name, values) in query)
        {
            var value = values.Count == 1 ? values[0] : null;
            if (string.IsNullOrEmpty(value))
            {
                return (filter, Problems.BadFilter(name, "give it once, with a value"));
            }

            try
            {
                filter = With(filter, name, value);
            }
            catch (FormatException e)
            {
                return (filter, Problems.BadFilter(name, e.Message));
            }
        }

        return (filter, null);
    }

    /// <summary>A filter that is narrower by one word.</summary>
    /// <exception cref="FormatException">Its name or value is not understood.</exception>
    public static OrderFilter With(OrderFilter filter, string name, string value) => name switch
    {
        "state" => filter with { State = Word<Trading.Orders.OrderState>(value) },
        "ord_status" => filter with { OrdStatus = Word<Messages.Fix.OrdStatus>(value) },
        "side" => filter with { Side = Word<Messages.Fix.Side>(value) },
        "symbol" => filter with { Symbol = value.ToUpperInvariant() },
        "strategy_id" => filter with { StrategyId = value },
        "rebalance_id" => filter with { RebalanceId = value },
        "portfolio" => filter with { Portfolio = value },
        "intent_id" => filter with { IntentId = value },
        "newest_first" => filter with { NewestFirst = bool.TryParse(value, out var newest) ? newest : throw new FormatException($"'{value}' is neither true nor false") },
        "after" => filter with { After = Number(value, 0, long.MaxValue) },
        "limit" => filter with { Limit = (int)Number(value, 1, OrderFilter.LargestPage) },
        _ => throw new FormatException(
            "no such filter; there are state, ord_status, symbol, side, strategy_id, rebalance_id, portfolio, intent_id, newest_first, after and limit"),
    };

    private static T Word<T>(string value)
        where T : struct, Enum
    {
        var words = Enum.GetValues<T>();
        return words.Where(word => Columns.Word(word) == value).Select(word => (T?)word).FirstOrDefault()
            ?? throw new FormatException($"'{value}' is none of {string.Join(", ", words.Select(word => Columns.Word(word)))}");
    }

    private static long Number(string value, long least, long most) =>
        long.TryParse(value, out var number) && number >= least && number <= most
            ? number
            : throw new FormatException($"'{value}' is no whole number from {least} to {most}");
}
