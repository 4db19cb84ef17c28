using System.Text;
using NUnit.Framework;
using Pipeline.Messages.Intents;
using Pipeline.Trading.Intents;

namespace Pipeline.Trading.Tests.Intents;

/// <summary>The intent of the documentation, and ways to spoil it.</summary>
internal static class Sample
{
    public const string Json =
        """{"portfolio":"core","orders":[{"symbol":"AAPL","side":"buy","qty":10,"order_type":"limit","limit_price":180.25}],"constraints":{"max_slippage_bps":15,"max_exposure_pct":20},"reason":"Earnings drift"}""";

    public const string EveryField =
        """
        {
          "schema_version": 1, "strategy_id": "momentum-1", "rebalance_id": "2026-01-02 open", "portfolio": "core",
          "orders": [
            {"symbol": "btc/usd", "side": "buy", "qty": 0.50, "order_type": "stop_limit", "limit_price": 91000, "stop_price": 90500.5, "time_in_force": "gtc", "leg": "a"},
            {"symbol": "MSFT", "side": "sell", "qty": 3, "order_type": "market"}
          ],
          "constraints": {"max_slippage_bps": 0, "max_exposure_pct": 12.5},
          "valid_until": "2026-01-02T10:04:05.25-05:00", "reason": "Drift, \u00e9t\u00e9 \ud83d\ude00", "reason_code": "DRIFT"
        }
        """;

    /// <summary>The sample with one piece of its text replaced.</summary>
    public static string With(string old, string replacement)
    {
        var spoiled = Json.Replace(old, replacement, StringComparison.Ordinal);
        Assert.That(spoiled == Json, Is.EqualTo(old == replacement), "the sample has nothing to replace");
        return spoiled;
    }

    /// <summary>The sample with one more field at its top.</summary>
    public static string WithField(string field) => With("{\"portfolio\"", $"{{{field},\"portfolio\"");

    /// <summary>The sample with these order lines.</summary>
    public static string WithLines(params IEnumerable<string> lines) => $$"""{"portfolio":"core","orders":[{{string.Join(',', lines)}}]}""";

    public static string MarketLine(string symbol, string side = "buy", string more = "") =>
        $$"""{"symbol":"{{symbol}}","side":"{{side}}","qty":1,"order_type":"market"{{more}}}""";

    public static IntentParseResult Parse(string json) => IntentParser.Parse(Encoding.UTF8.GetBytes(json));

    public static Intent Parsed(string json)
    {
        var result = Parse(json);
        Assert.That(result, Is.InstanceOf<IntentParseResult.Parsed>(), result is IntentParseResult.Refused r ? string.Join('\n', r.Faults) : "");
        return ((IntentParseResult.Parsed)result).Intent;
    }

    public static IReadOnlyList<IntentFault> Faults(string json)
    {
        var result = Parse(json);
        Assert.That(result, Is.InstanceOf<IntentParseResult.Refused>(), "accepted: " + json);
        return ((IntentParseResult.Refused)result).Faults;
    }

    /// <summary>Every fault as <c>path CODE</c>.</summary>
    public static IEnumerable<string> Named(string json) => Faults(json).Select(fault => $"{fault.Path} {fault.Code}");

    public static void IsRefused(string json, params string[] faults) => Assert.That(Named(json), Is.EqualTo(faults));
}
