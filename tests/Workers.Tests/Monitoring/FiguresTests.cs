using NUnit.Framework;
using Pipeline.Messages.Fix;
using Pipeline.Monitoring;
using Pipeline.Store;
using Pipeline.Store.Queries;
using Pipeline.Store.Steps;
using Pipeline.Store.Tables;
using Pipeline.Trading.Orders;
using Pipeline.Trading.Reconciliation;

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

        Assert.That(StoreGauges.OldestQuote(quotes, pipeline.Calendars.Now, pipeline.Now), Is.EqualTo(TimeSpan.FromSeconds(7)));
        Assert.That(StoreGauges.OldestQuote(quotes, pipeline.Calendars.Now, pipeline.Now.AddDays(-1)), Is.EqualTo(TimeSpan.Zero));
        Assert.That(StoreGauges.OldestQuote([], pipeline.Calendars.Now, pipeline.Now), Is.EqualTo(TimeSpan.Zero));
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
}
