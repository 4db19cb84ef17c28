using NUnit.Framework;
using Pipeline.Messages.Fix;
using Pipeline.Monitoring;
using Pipeline.Store;
using Pipeline.Store.Queries;
using Pipeline.Store.Steps;
using Pipeline.Store.Tables;
using Pipeline.Trading.Orders;
using Pipeline.Trading.Reconciliation;
using Pipeline.Trading.Sessions.Status;

namespace Pipeline.Workers.Tests.Monitoring;

/// <summary>What gauges and briefs say of the store.</summary>
public sealed class FiguresTests
{
    [Test]
    public async Task An_account_comes_to_what_it_holds_and_may_still_trade()
    {
        using var pipeline = new PipelineUnderTest();
        var working = await pipeline.WorkingAsync(qty: 10);
        await pipeline.BookAsync(pipeline.Report(working.ClOrdId, ExecType.Trade, "e1", 4, 100));

        var exposure = pipeline.Store.Read(AccountExposure.All).Single();

        // Nobody keeps quotes in the store here: what is held counts at its cost, and what may still be bought of the same symbol too.
        Assert.That((exposure.Venue, exposure.Account, exposure.Gross, exposure.Net, exposure.Unpriced), Is.EqualTo(("paper", "paper", 1000m, 400m, 0)));
    }

    [Test]
    public void A_quote_counts_only_while_its_market_is_in_session()
    {
        using var pipeline = new PipelineUnderTest();
        IReadOnlyList<SymbolQuote> quotes = [new SymbolQuote { Venue = "paper", Symbol = "AAPL", At = pipeline.Now.AddSeconds(-7) }];

        Assert.That(OldestQuote(pipeline, quotes, pipeline.Now), Is.EqualTo(TimeSpan.FromSeconds(7)));
        Assert.That(OldestQuote(pipeline, quotes, pipeline.Now.AddDays(-1)), Is.EqualTo(TimeSpan.Zero));
        Assert.That(OldestQuote(pipeline, [], pipeline.Now), Is.EqualTo(TimeSpan.Zero));
    }

    [Test]
    public async Task A_quote_counts_only_while_its_symbol_is_not_halted()
    {
        using var pipeline = new PipelineUnderTest();
        var now = pipeline.Now;
        IReadOnlyList<SymbolQuote> quotes = [QuotedAgo("AAPL", 900), QuotedAgo("MSFT", 300), QuotedAgo("TSLA", 7)];

        await SaysAsync(SecurityTradingStatus.TradingHalt);
        Assert.That(OldestQuote(pipeline, quotes, now), Is.EqualTo(TimeSpan.FromSeconds(300)), "a halt stands until its end is said, however old it is");

        await pipeline.Store.WriteAsync(session =>
        {
            PriceBandTable.Save(session, "paper", new PriceBand("MSFT", 90, 110, now, null));
            PriceBandTable.SaveLimitState(session, "paper", "MSFT", new LimitState(Side.Buy, now.AddSeconds(-60)));
        });
        Assert.That(OldestQuote(pipeline, quotes, now), Is.EqualTo(TimeSpan.FromSeconds(7)), "it pauses after a limit state");

        await SaysAsync(SecurityTradingStatus.UnknownOrInvalid);
        Assert.That(OldestQuote(pipeline, quotes, now), Is.EqualTo(TimeSpan.FromSeconds(900)));

        await pipeline.Store.WriteAsync(session => MarketStatusTable.Save(session, StatusSource.Operator, new MarketStatus("XNYS", TradSesStatus.Halted, now, now.AddMinutes(15), "level 1")));
        Assert.That(OldestQuote(pipeline, quotes, now), Is.EqualTo(TimeSpan.Zero), "the whole market is halted");

        SymbolQuote QuotedAgo(string symbol, int seconds) => new() { Venue = "paper", Symbol = symbol, At = now.AddSeconds(-seconds) };

        Task SaysAsync(SecurityTradingStatus status) => pipeline.Store.WriteAsync(session =>
            SecurityStatusTable.Save(session, "paper", StatusSource.Venue, new SecurityStatus("AAPL", status, now.AddHours(-1), "")));
    }

    [Test]
    public async Task A_position_has_drifted_where_it_differs_and_that_is_not_ignored()
    {
        using var pipeline = new PipelineUnderTest();
        pipeline.RefreshAccount();
        await pipeline.Store.WriteAsync(session => ExternalPolicyTable.Replace(session, ExternalPolicies.Parse("AAPL=ignore;MSFT=rebase")));
        await RaiseAsync(BreakKind.PositionDiffers, "AAPL");
        await RaiseAsync(BreakKind.PositionDiffers, "MSFT");
        await RaiseAsync(BreakKind.PositionDiffers, "TSLA");
        await RaiseAsync(BreakKind.ExternalPosition, "GME");

        var figures = pipeline.Store.Read(session => StoreFigures.Of(session, pipeline.Now));

        Assert.That((figures.Drifts.Single().Symbols, figures.Breaks[BreakKind.PositionDiffers], figures.Breaks[BreakKind.ExternalPosition]), Is.EqualTo((2L, 3L, 1L)));

        Task RaiseAsync(BreakKind kind, string symbol) =>
            pipeline.Store.WriteAsync(session => Breaks.Raise(session, "paper", "paper", new Difference(kind, symbol, symbol, null, "1", "2", 1), pipeline.Now));
    }

    [Test]
    public void An_empty_store_has_nothing_that_waits()
    {
        using var pipeline = new PipelineUnderTest();

        var figures = pipeline.Store.Read(session => StoreFigures.Of(session, pipeline.Now));

        Assert.That(figures.Orders.Keys, Is.EquivalentTo(Enum.GetValues<OrderState>().Where(state => state != OrderState.Done)));
        Assert.That(figures.Orders.Values.Select(orders => (orders.Count, orders.Oldest)), Is.All.EqualTo((0L, TimeSpan.Zero)));
        Assert.That((figures.Halts, figures.Unsent, figures.DeadLetters.Count, figures.Breaks.Count), Is.EqualTo((0L, 0L, 0, 0)));
    }

    private static TimeSpan OldestQuote(PipelineUnderTest pipeline, IReadOnlyList<SymbolQuote> quotes, DateTimeOffset now) =>
        pipeline.Store.Read(session => StoreGauges.OldestQuote(session, quotes, pipeline.Calendars.Now, now));
}
