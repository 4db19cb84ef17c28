using System.Text;
using Pipeline.Trading.Limits;

namespace Pipeline.Host.Bench;

/// <summary>A limits file that sets every limit, so that every rule has to work, and none so tight that it denies.</summary>
internal static class EveryLimit
{
    /// <summary>The file, for orders of one strategy in some symbols.</summary>
    public static string File(string strategy, IReadOnlyList<string> symbols)
    {
        var set =
            $$"""
              "allowed_strategies": ["{{strategy}}"], "allowed_symbols": [{{string.Join(", ", symbols.Select(symbol => $"\"{symbol}\""))}}], "allowed_sides": ["buy", "sell"],
              "allowed_order_types": ["market", "limit"], "max_order_qty": 1000, "max_order_notional": 10000000, "max_symbol_gross": 1e12, "max_symbol_net": 1e12,
              "max_exposure_pct": 1000, "short_sales": true, "collar_pct": 10, "max_slippage_bps": 500, "max_orders_per_second": 1000000,
              "max_orders_per_day": 1000000000, "duplicate_window_s": 60, "max_repeats_per_minute": 1000000, "self_cross": false, "max_intent_age_s": 60, "max_quote_age_s": 5
            """;
        return $$"""
            {
              "global": { {{set}}, "max_gross": 1e12, "max_net": 1e12, "buying_power_pct": 1000, "max_daily_loss": 1e9, "lot_size": 1, "tick_sizes": [{"from": 0, "tick": 0.01}] },
              "accounts": { "paper": { {{set}}, "max_gross": 1e12, "max_net": 1e12, "buying_power_pct": 1000, "max_daily_loss": 1e9 } },
              "strategies": { "{{strategy}}": { {{set}}, "max_gross": 1e12, "max_net": 1e12 } },
              "symbols": { "{{symbols[0]}}": { {{set}}, "lot_size": 1, "tick_sizes": [{"from": 0, "tick": 0.01}] } }
            }
            """;
    }

    /// <summary>The same, read.</summary>
    public static LimitBook Book(string strategy, IReadOnlyList<string> symbols)
    {
        var (book, faults) = LimitFile.Read(Encoding.UTF8.GetBytes(File(strategy, symbols)), LimitSet.Empty);
        return book ?? throw new InvalidOperationException(string.Join("; ", faults));
    }
}
