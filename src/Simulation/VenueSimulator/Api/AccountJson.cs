using System.Text.Json;

namespace Pipeline.Simulation.VenueSimulator;

/// <summary>The account and its positions as Alpaca describes them.</summary>
internal static class AccountJson
{
    public static ReadOnlyMemory<byte> Account(Exchange exchange, bool shorting, DateTimeOffset now)
    {
        var account = exchange.Account;
        var values = account.Positions.Select(entry => Value(entry.Key, entry.Value, exchange, now)).ToList();
        var equity = account.Cash + values.Sum();
        return JsonText.Write(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("id", Ids.Asset("account"));
            writer.WriteString("account_number", "SIMULATED");
            writer.WriteString("status", "ACTIVE");
            writer.WriteString("currency", "USD");
            writer.WriteString("cash", JsonText.Number(account.Cash));
            writer.WriteString("buying_power", JsonText.Number(Math.Max(0, account.BuyingPower)));
            writer.WriteString("equity", JsonText.Number(equity));
            writer.WriteString("last_equity", JsonText.Number(equity));
            writer.WriteString("portfolio_value", JsonText.Number(equity));
            writer.WriteString("long_market_value", JsonText.Number(values.Where(value => value > 0).Sum()));
            writer.WriteString("short_market_value", JsonText.Number(values.Where(value => value < 0).Sum()));
            writer.WriteString("multiplier", "1");
            writer.WriteNumber("daytrade_count", 0);
            writer.WriteBoolean("shorting_enabled", shorting);
            writer.WriteBoolean("pattern_day_trader", false);
            writer.WriteBoolean("trading_blocked", false);
            writer.WriteBoolean("transfers_blocked", false);
            writer.WriteBoolean("account_blocked", false);
            writer.WriteBoolean("trade_suspended_by_user", false);
            writer.WriteEndObject();
        });
    }

    public static void Position(Utf8JsonWriter writer, string symbol, Holding holding, Exchange exchange, DateTimeOffset now)
    {
        var value = Value(symbol, holding, exchange, now);
        writer.WriteStartObject();
        writer.WriteString("asset_id", Ids.Asset(symbol));
        writer.WriteString("symbol", symbol.Replace("/", ""));
        writer.WriteString("exchange", "NASDAQ");
        writer.WriteString("asset_class", symbol.Contains('/') ? "crypto" : "us_equity");
        writer.WriteString("avg_entry_price", JsonText.Number(Math.Round(holding.AvgPx, 9)));
        writer.WriteString("qty", JsonText.Number(holding.Qty));
        writer.WriteString("qty_available", JsonText.Number(holding.Available));
        writer.WriteString("side", holding.Qty > 0 ? "long" : "short");
        writer.WriteString("market_value", JsonText.Number(value));
        writer.WriteString("cost_basis", JsonText.Number(Math.Round(holding.Cost, 9)));
        writer.WriteString("unrealized_pl", JsonText.Number(Math.Round(value - holding.Cost, 9)));
        writer.WriteString("current_price", JsonText.Number(Math.Round(value / holding.Qty, 9)));
        writer.WriteEndObject();
    }

    // At the middle of the quote, or at cost where a side is missing.
    private static decimal Value(string symbol, Holding holding, Exchange exchange, DateTimeOffset now)
    {
        var quote = exchange.Markets.Of(symbol).Quote(now);
        return holding.Qty * ((quote?.Bid + quote?.Ask) / 2 ?? holding.AvgPx);
    }
}
