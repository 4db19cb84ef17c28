using System.Text;
using NUnit.Framework;
using Pipeline.Trading.Intents;
using Pipeline.Venues.Paper;

namespace Pipeline.Workers.Tests.Demo;

/// <summary>What the demo ships can be read, and says what the documents say it does.</summary>
[TestFixture]
public sealed class DemoFilesTests
{
    private const string SampleIntent =
        """{"portfolio":"core","orders":[{"symbol":"AAPL","side":"buy","qty":10,"order_type":"limit","limit_price":180.25}],"constraints":{"max_slippage_bps":15,"max_exposure_pct":20},"reason":"string"}""";

    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Demo");

    private static IEnumerable<string> Samples => Directory.EnumerateFiles(Path.Combine(Folder, "Samples"), "*.json").Order(StringComparer.Ordinal);

    [Test]
    public void The_quotes_load_and_none_is_crossed()
    {
        var quotes = RecordedQuotes.Load(Directory.EnumerateFiles(Path.Combine(Folder, "Quotes"), "*.csv"));
        Assert.Multiple(() =>
        {
            Assert.That(quotes.Symbols, Is.EqualTo(new[] { "AAPL", "MSFT", "SPY" }));
            Assert.That(quotes.Days, Is.EqualTo(new[] { new DateOnly(2026, 3, 2) }));
            Assert.That(quotes.Last - quotes.First, Is.EqualTo(TimeSpan.FromHours(1)));
            Assert.That(quotes.Crossed, Is.Empty);
        });
    }

    [TestCaseSource(nameof(Samples))]
    public void The_samples_are_intents(string path) =>
        Assert.That(IntentParser.Parse(File.ReadAllBytes(path)), Is.InstanceOf<IntentParseResult.Parsed>());

    [Test]
    public void There_are_eight_samples_and_the_documented_one_is_the_first()
    {
        Assert.That(Samples.Count(), Is.EqualTo(8));
        Assert.That(Encoding.UTF8.GetString(File.ReadAllBytes(Samples.First())).TrimEnd(), Is.EqualTo(SampleIntent));
    }
}
