using Pipeline.Messages.Fix;

namespace Pipeline.Venues.Paper.Tests;

internal sealed class RandomWalkQuotesTests
{
    private static readonly RandomWalkQuotes Market = new(7);
    private static readonly List<Quote> Day = [.. Market.Between("AAPL", Sample.Noon, Sample.Noon.AddDays(1))];

    [Test]
    public void There_is_one_quote_every_second() =>
        Assert.That(Day.Select(quote => quote.At), Is.EqualTo(Enumerable.Range(1, 86_400).Select(Sample.Second)));

    [Test]
    public void The_same_second_has_the_same_quote_however_it_is_asked_for()
    {
        var other = new RandomWalkQuotes(7);
        var some = Day.Where((_, i) => i % 97 == 0).ToList();

        Assert.That(some.Select(quote => other.Latest("AAPL", quote.At.AddMilliseconds(999))), Is.EqualTo(some));
    }

    [Test]
    public void Another_seed_or_symbol_is_another_walk()
    {
        Assert.That(Prices(new RandomWalkQuotes(8), "AAPL"), Is.Not.EqualTo(Prices(Market, "AAPL")));
        Assert.That(Prices(Market, "NVDA"), Is.Not.EqualTo(Prices(Market, "TSLA")));
    }

    [Test]
    public void Quotes_are_well_formed()
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Day.Select(quote => quote.Ask - quote.Bid).Distinct().Order(), Is.EqualTo(new[] { 0.01m, 0.02m, 0.03m }));
            Assert.That(
                Day.SelectMany(quote => new[] { quote.BidSize, quote.AskSize }).Distinct().Order(),
                Is.EqualTo(Enumerable.Range(1, 20).Select(lots => lots * 100m)));
        }
    }

    [TestCase("AAPL", 180)]
    [TestCase("BTC/USD", 60_000)]
    public void Prices_stay_within_two_percent_of_the_base_price(string symbol, decimal basePrice)
    {
        var quotes = Market.Between(symbol, Sample.Noon, Sample.Noon.AddDays(3)).ToList();

        Assert.That(quotes.Min(quote => quote.Bid), Is.GreaterThan(basePrice * 0.98m));
        Assert.That(quotes.Max(quote => quote.Ask), Is.LessThan(basePrice * 1.02m));
    }

    [Test]
    public void Aapl_is_offered_below_180_25_most_of_the_time() =>
        Assert.That(Day.Count(quote => quote.Ask < 180.25m), Is.GreaterThan(Day.Count * 2 / 3));

    [Test]
    public void The_base_price_is_crossed_every_few_minutes()
    {
        var crossings = Day.Zip(Day.Skip(1)).Count(pair => pair.First.Ask <= 180 != pair.Second.Ask <= 180);

        Assert.That(crossings, Is.GreaterThan(24 * 12));
    }

    [Test]
    public void A_symbol_nobody_knows_has_a_price_between_20_and_500() =>
        Assert.That(
            Enumerable.Range(0, 200).Select(i => Market.Latest($"X{i}", Sample.Noon)!.Bid!.Value), Is.All.InRange(19m, 510m));

    private static decimal?[] Prices(RandomWalkQuotes market, string symbol) =>
        [.. market.Between(symbol, Sample.Noon, Sample.Second(60)).Select(quote => quote.Bid)];
}
