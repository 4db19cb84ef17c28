using System.Text;
using System.Text.Json;
using NUnit.Framework;
using Pipeline.Messages;
using Pipeline.Messages.Intents;
using Pipeline.Trading.Intents;

namespace Pipeline.Trading.Tests.Intents;

public sealed class IntentFuzzTests
{
    private const int Documents = 100_000;

    private static readonly string[] Pieces =
    [
        "null", "true", "0", "-0", "1", "1e1", "1e28", "1e-40", "1e-12", "0.10", "9999999999999", "\"\"", "\"10\"", "\"qt\\u0079\"", "\"QTY\"",
        "\"qty\":2,", "\"leg\":\"b\",", "\"side\":\"sell\",", "\"market\"", "\"stop\"", "\\u0000", "\\ud800", "\\ud83d\\ude00", "\u202e", "\u0410", "\U0001F600",
        "{", "}", "[", "]", ",", ":", "\"", "/*", "//", " ", "\n", "\0", "NaN", "Infinity", "\uFEFF", "e", ".", "+00:00", "Z",
    ];

    [Test]
    public void Whatever_is_sent_is_answered_and_what_is_accepted_means_one_thing()
    {
        var random = new Random(20260102);
        var seeds = new[] { Sample.Json, Sample.EveryField, Sample.WithLines(Sample.MarketLine("A"), Sample.MarketLine("b", "sell")) }
            .Select(Encoding.UTF8.GetBytes).ToArray();
        var accepted = 0;

        for (var i = 0; i < Documents; i++)
        {
            var document = Mutated(seeds[random.Next(seeds.Length)], random);
            switch (IntentParser.Parse(document))
            {
                case IntentParseResult.Parsed(var intent):
                    accepted++;
                    MeansOneThing(document, intent);
                    break;
                case IntentParseResult.Refused(var faults) when faults.Count is < 1 or > 101:
                    Assert.Fail($"{faults.Count} faults: {Encoding.UTF8.GetString(document)}");
                    break;
            }
        }

        // Enough of either kind, or the mutations prove nothing.
        Assert.That(accepted, Is.InRange(Documents / 25, Documents / 2));
    }

    private static byte[] Mutated(byte[] seed, Random random)
    {
        var document = seed.ToList();
        for (var times = random.Next(1, 3); times > 0; times--)
        {
            var at = random.Next(document.Count);
            var length = Math.Min(random.Next(1, 12), document.Count - at);
            switch (random.Next(8))
            {
                case 0:
                    document[at] = (byte)random.Next(256);
                    break;
                case 1 or 2 or 3 or 4:
                    document[at] = Alike(document[at], random);
                    break;
                case 5 when document.Count > length:
                    document.RemoveRange(at, length);
                    break;
                case 6:
                    document.InsertRange(at, document.GetRange(at, length));
                    break;
                default:
                    document.InsertRange(at, Encoding.UTF8.GetBytes(Pieces[random.Next(Pieces.Length)]));
                    break;
            }
        }

        return [.. document];
    }

    /// <summary>Another digit for a digit, another letter for a letter: most likely to be accepted as something else.</summary>
    private static byte Alike(byte was, Random random) => (char)was switch
    {
        >= '0' and <= '9' => (byte)random.Next('0', '9' + 1),
        >= 'A' and <= 'Z' => (byte)random.Next('A', 'Z' + 1),
        >= 'a' and <= 'z' => (byte)random.Next('a', 'z' + 1),
        _ => (byte)' ',
    };

    private static void MeansOneThing(byte[] document, Intent intent)
    {
        var canonical = JsonSerializer.Serialize(intent, PipelineJson.Options);
        var again = IntentParser.Parse(Encoding.UTF8.GetBytes(canonical)) as IntentParseResult.Parsed;
        if (again is null || JsonSerializer.Serialize(again.Intent, PipelineJson.Options) != canonical || !Same(again.Intent, intent))
            Assert.Fail($"Not the same when read again: {canonical}");

        // A reader that knows nothing of ours finds the same numbers and words in the bytes that were sent.
        var other = JsonSerializer.Deserialize<Intent>(document, PipelineJson.Options)!;
        if (!Same(other with { Orders = [.. other.Orders.Select(line => line with { Symbol = line.Symbol.ToUpperInvariant() })] }, intent))
            Assert.Fail($"Not what was sent: {Encoding.UTF8.GetString(document)}");
    }

    private static bool Same(Intent x, Intent y) => x with { Orders = y.Orders } == y && x.Orders.SequenceEqual(y.Orders);
}
