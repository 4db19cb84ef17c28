using NUnit.Framework;
using Pipeline.Messages.Fix;
using Pipeline.Operator;
using Pipeline.Store;
using Pipeline.Store.Steps;
using Pipeline.Store.Tables;
using Pipeline.Workers.Tests.Store;

namespace Pipeline.Workers.Tests.Stages;

/// <summary>Who says that something trades lets orders out, so the journal has whoever stands by it, and why.</summary>
[TestFixture(StoreKind.Sqlite)]
[TestFixture(StoreKind.Postgres)]
public sealed class MarketFactsTests(StoreKind kind)
{
    private static readonly Actor Alice = new("alice", "the exchange says so");
    private static readonly Actor Bob = new("bob", "news is out");

    private PipelineUnderTest pipeline = null!;

    [SetUp]
    public void Start() => pipeline = new PipelineUnderTest(kind);

    [TearDown]
    public void Stop() => pipeline.Dispose();

    [Test]
    public async Task The_first_word_of_a_symbol_is_in_the_journal_even_that_it_trades()
    {
        await Acts.SaySymbolAsync("AAPL", SecurityTradingStatus.ReadyToTrade, Alice);

        Assert.That(Said(JournalKinds.SecurityStatusChanged), Is.EqualTo(new[] { "ready_to_trade alice the exchange says so" }));
    }

    [Test]
    public async Task The_first_word_of_a_market_is_in_the_journal_even_that_it_is_open()
    {
        await Acts.SayMarketAsync("XNYS", TradSesStatus.Open, null, Alice);

        Assert.That(Said(JournalKinds.MarketStatusChanged), Is.EqualTo(new[] { "open alice the exchange says so" }));
    }

    [Test]
    public async Task Who_says_again_what_another_has_said_is_in_the_journal_as_in_the_table()
    {
        await Acts.SaySymbolAsync("AAPL", SecurityTradingStatus.TradingHalt, Alice);
        await Acts.SaySymbolAsync("AAPL", SecurityTradingStatus.TradingHalt, Bob);

        Assert.That(Said(JournalKinds.SecurityStatusChanged), Is.EqualTo(new[] { "trading_halt alice the exchange says so", "trading_halt bob news is out" }));
        Assert.That(Acts.Look().Symbols.Single().Text, Is.EqualTo("bob: news is out"));
    }

    [Test]
    public async Task Who_halts_a_halted_market_with_a_reason_of_his_own_is_in_the_journal_and_wakes_nobody_again()
    {
        await Acts.SayMarketAsync("XNYS", TradSesStatus.Halted, null, Alice);
        await Acts.SayMarketAsync("XNYS", TradSesStatus.Halted, null, Bob);

        Assert.That(Said(JournalKinds.MarketStatusChanged), Is.EqualTo(new[] { "halted alice the exchange says so", "halted bob news is out" }));
        Assert.That(pipeline.Alerts(), Is.EqualTo(new[] { Alert.MarketHalted.Code }));
    }

    [Test]
    public async Task A_feed_that_repeats_itself_is_in_the_journal_once()
    {
        for (var i = 0; i < 3; i++)
        {
            await Acts.SaySymbolAsync("AAPL", SecurityTradingStatus.ReadyToTrade, Alice);
            await Acts.SayMarketAsync("XNYS", TradSesStatus.Open, null, Alice);
            pipeline.Clock.Advance(TimeSpan.FromSeconds(5));
        }

        Assert.That(pipeline.JournalLength(), Is.EqualTo(2));
    }

    private MarketActs Acts => new(pipeline.Store, pipeline.Calendars, "paper", TimeSpan.FromSeconds(30), pipeline.Clock);

    private IReadOnlyList<string> Said(string entry) => pipeline.Store.Read(session => session.Query<string>(
        "SELECT (data ->> 'status') || ' ' || (data ->> 'by') || ' ' || (data ->> 'why') FROM journal WHERE kind = @entry ORDER BY seq", new { entry }));
}
