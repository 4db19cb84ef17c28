using System.Data;
using System.Globalization;
using DbUp.Engine;
using Pipeline.Trading.Orders;

namespace Pipeline.Store.Migrations;

/// <summary>Makes the exposures anew from the orders. In code, since decimals stand as text, which the database can't add. Runs after 0020_limits.sql.</summary>
public sealed class Exposures0020 : IScript
{
    public string ProvideScript(Func<IDbCommand> dbCommandFactory)
    {
        var sums = new Dictionary<(string Account, string Symbol, string Strategy), (decimal Buy, decimal Sell, decimal Traded)>();
        using var command = dbCommandFactory();
        command.CommandText = "SELECT account, symbol, strategy_id, side, reserved_qty, cum_qty FROM orders WHERE reserved_qty <> '0' OR cum_qty <> '0'";
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            var key = (reader.GetString(0), reader.GetString(1), reader.GetString(2));
            var isBuy = reader.GetString(3) == "buy";
            var (reserved, traded) = (Number(reader.GetString(4)), Number(reader.GetString(5)));
            var sum = sums.GetValueOrDefault(key);
            sums[key] = isBuy ? (sum.Buy + reserved, sum.Sell, sum.Traded + traded) : (sum.Buy, sum.Sell + reserved, sum.Traded - traded);
        }

        return string.Concat(sums.Select(sum =>
            "INSERT INTO exposures (account, symbol, strategy_id, buy_qty, sell_qty, traded_qty) VALUES ("
            + string.Join(", ", new[]
            {
                sum.Key.Account, sum.Key.Symbol, sum.Key.Strategy, CanonicalDecimal.Format(sum.Value.Buy), CanonicalDecimal.Format(sum.Value.Sell),
                CanonicalDecimal.Format(sum.Value.Traded),
            }.Select(Quoted)) + ");\n"));
    }

    private static decimal Number(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);

    private static string Quoted(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";
}
