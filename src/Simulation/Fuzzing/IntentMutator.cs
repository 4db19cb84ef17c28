using System.Text;

namespace Pipeline.Simulation.Fuzzing;

/// <summary>Spoils intents, the same ones for the same seed. Most of what it does is small, so that much of it is nearly right.</summary>
internal sealed class IntentMutator(int seed)
{
    private const string Short =
        """{"portfolio":"core","orders":[{"symbol":"AAPL","side":"buy","qty":10,"order_type":"limit","limit_price":180.25}],"constraints":{"max_slippage_bps":15,"max_exposure_pct":20},"reason":"Earnings drift"}""";

    private const string EveryField =
        """
        {"schema_version": 1, "strategy_id": "momentum-1", "rebalance_id": "2026-01-02 open", "portfolio": "core", "orders": [
          {"symbol": "btc/usd", "side": "buy", "qty": 0.50, "order_type": "stop_limit", "limit_price": 91000, "stop_price": 90500.5, "time_in_force": "gtc", "leg": "a"},
          {"symbol": "MSFT", "side": "sell", "qty": 3, "order_type": "market"},
          {"symbol": "IBM", "side": "buy", "qty": 7, "order_type": "limit", "limit_price": 1.5, "fill_policy": {"type": "cancel_remainder_after", "after_s": 60}}],
         "constraints": {"max_slippage_bps": 0, "max_exposure_pct": 12.5}, "valid_until": "2026-01-02T10:04:05.25-05:00",
         "reason": "Drift, \u00e9t\u00e9 \ud83d\ude00", "reason_code": "DRIFT"}
        """;

    private const string Two =
        """{"portfolio":"p","orders":[{"symbol":"A","side":"buy","qty":1,"order_type":"market"},{"symbol":"b","side":"sell","qty":1,"order_type":"market"}]}""";

    private static readonly byte[][] Seeds = [.. new[] { Short, EveryField, Two }.Select(Encoding.UTF8.GetBytes)];

    private static readonly byte[][] Pieces =
    [
        .. new[]
        {
            "null", "true", "0", "-0", "1", "1e1", "1E+2", "1e28", "1e-40", "1e-12", "1e999999999999", "0.10", "9999999999999", "0.0000000000001", "12345678901234567890123456789",
            "\"\"", "\"10\"", "\"qt\\u0079\"", "\"QTY\"", "\"qty\":2,", "\"leg\":\"b\",", "\"side\":\"sell\",", "\"market\"", "\"stop\"", "\\u0000", "\\ud800", "\\ud83d\\ude00",
            "\u202e", "\u0410", "\U0001F600", "{", "}", "[", "]", "[[[[[[[[[", ",", ":", "\"", "/*", "//", " ", "\n", "\0", "NaN", "Infinity", "\uFEFF", "e", ".", "+00:00", "Z", "\\/", "\\u0041",
        }.Select(Encoding.UTF8.GetBytes),
    ];

    private readonly Random random = new(seed);

    public byte[] Next()
    {
        var document = Seeds[random.Next(Seeds.Length)].ToList();
        for (var times = random.Next(1, 4); times > 0; times--)
        {
            Spoil(document);
        }

        return [.. document];
    }

    private void Spoil(List<byte> document)
    {
        var at = random.Next(document.Count);
        var length = Math.Min(random.Next(1, 12), document.Count - at);
        switch (random.Next(9))
        {
            case 0:
                document[at] = (byte)random.Next(256);
                break;
            case 1 or 2 or 3 or 4:
                document[at] = Alike(document[at]);
                break;
            case 5 when document.Count > length:
                document.RemoveRange(at, length);
                break;
            case 6:
                document.InsertRange(at, document.GetRange(at, length));
                break;
            case 7 when document.Count > 2:
                document.RemoveRange(at, document.Count - at - 1);
                break;
            default:
                document.InsertRange(at, Pieces[random.Next(Pieces.Length)]);
                break;
        }
    }

    // Another digit for a digit, another letter for a letter: most likely to be accepted as something else.
    private byte Alike(byte was) => (char)was switch
    {
        >= '0' and <= '9' => (byte)random.Next('0', '9' + 1),
        >= 'A' and <= 'Z' => (byte)random.Next('A', 'Z' + 1),
        >= 'a' and <= 'z' => (byte)random.Next('a', 'z' + 1),
        _ => (byte)' ',
    };
}
