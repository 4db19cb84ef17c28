using System.Text;
using Pipeline.Trading.Intents;

namespace Pipeline.Host.Bench;

/// <summary>What the strict parser costs by the size of documents that mean harm: none may cost more than its share of bytes.</summary>
internal static class ParserBench
{
    private const int Rounds = 200;

    private static readonly (string Name, Func<int, string> Document)[] Families =
    [
        ("honest lines", size => Lines(size, i => $$"""{"symbol":"S{{i}}","side":"buy","qty":1,"order_type":"market"}""")),
        ("lines of one slot", size => Lines(size, _ => """{"symbol":"S","side":"buy","qty":1,"order_type":"market"}""")),
        ("deep nesting", size => new string('[', size)),
        ("many keys", size => "{" + Repeat(size, i => $"\"k{i}\":1,") + "\"z\":1}"),
        ("the same key", size => "{" + Repeat(size, _ => "\"qty\":1,") + "\"z\":1}"),
        ("one long key", size => $"{{\"{new string('k', size)}\":1}}"),
        ("one long text", size => $"{{\"portfolio\":\"{new string('p', size)}\"}}"),
        ("escaped text", size => "{\"reason\":\"" + Repeat(size, _ => "\\u0041") + "\"}"),
        ("a long number", size => $"{{\"qty\":{new string('9', size)}}}"),
        ("a long fraction", size => $"{{\"schema_version\":0.{new string('0', size)}1}}"),
        ("a long exponent", size => $"{{\"schema_version\":1e{new string('9', size)}}}"),
        ("white space", size => new string(' ', size) + "{}"),
    ];

    /// <summary>Time and memory of a document, by family and size; the size is what the family aims at, in bytes.</summary>
    public static IEnumerable<ParserCost> Run(IReadOnlyList<int> sizes) =>
        from family in Families from size in sizes select Measure(family.Name, Encoding.UTF8.GetBytes(family.Document(size)));

    private static ParserCost Measure(string family, byte[] document)
    {
        for (var i = 0; i < Rounds; i++)
        {
            IntentParser.Parse(document);
        }

        var times = new TimeSpan[Rounds];
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < Rounds; i++)
        {
            var started = TimeProvider.System.GetTimestamp();
            IntentParser.Parse(document);
            times[i] = TimeProvider.System.GetElapsedTime(started);
        }

        allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
        Array.Sort(times);
        return new ParserCost(family, document.Length, times[Rounds / 2].TotalMicroseconds, (double)allocated / Rounds);
    }

    private static string Lines(int size, Func<int, string> line) => $$"""{"portfolio":"p","orders":[{{Repeat(size, i => line(i) + ",").TrimEnd(',')}}]}""";

    private static string Repeat(int size, Func<int, string> piece)
    {
        var text = new StringBuilder(size);
        for (var i = 0; text.Length < size - 100 || i == 0; i++)
        {
            text.Append(piece(i));
        }

        return text.ToString();
    }
}

/// <param name="Family">What the document is made of.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Microseconds">The median of parsing it.</param>
/// <param name="Allocated">Bytes of memory that parsing it takes.</param>
internal sealed record ParserCost(string Family, int Bytes, double Microseconds, double Allocated);
