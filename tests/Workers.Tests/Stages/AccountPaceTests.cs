using Microsoft.Extensions.Options;
using NUnit.Framework;
using Pipeline.Messages.Fix;
using Pipeline.Reconciliation;
using Pipeline.Store;
using Pipeline.Store.Tables;

namespace Pipeline.Workers.Tests.Stages;

/// <summary>How often the account's state is fetched.</summary>
public sealed class AccountPaceTests
{
    private static readonly DateTimeOffset InTheNight = new(2026, 3, 3, 7, 0, 0, TimeSpan.Zero);

    private PipelineUnderTest pipeline = null!;
    private AccountSnapshots accounts = null!;

    [SetUp]
    public void Start()
    {
        pipeline = new PipelineUnderTest();
        accounts = new AccountSnapshots(pipeline.Store, pipeline.Venue, pipeline.Calendars, Options.Create(new ReconciliationOptions()), pipeline.Clock);
    }

    [TearDown]
    public void Stop() => pipeline.Dispose();

    [Test]
    public async Task While_the_market_is_open_it_is_fetched_every_time()
    {
        await HeldAsync("AAPL");

        Assert.That(await FetchesAsync(TimeSpan.FromMinutes(1)), Is.EqualTo(12));
    }

    [Test]
    public async Task While_the_market_of_all_that_is_open_is_closed_it_is_fetched_every_half_minute()
    {
        pipeline.Clock.SetUtcNow(InTheNight);
        await HeldAsync("AAPL");

        Assert.That(await FetchesAsync(TimeSpan.FromMinutes(1)), Is.EqualTo(2));
    }

    [Test]
    public async Task Where_something_trades_around_the_clock_it_is_fetched_every_time_in_the_night_too()
    {
        pipeline.Clock.SetUtcNow(InTheNight);
        await HeldAsync("AAPL");
        await HeldAsync("BTC/USD");

        Assert.That(await FetchesAsync(TimeSpan.FromMinutes(1)), Is.EqualTo(12));
    }

    [Test]
    public async Task An_order_that_waits_for_a_check_in_the_night_has_it_fetched_every_time()
    {
        pipeline.Clock.SetUtcNow(InTheNight);
        await HeldAsync("AAPL");
        await FetchesAsync(TimeSpan.FromMinutes(1));

        await pipeline.TakeAsync(PipelineUnderTest.AnIntent(rebalance: "another"));

        Assert.That(await FetchesAsync(TimeSpan.FromMinutes(1)), Is.EqualTo(12));
    }

    [Test]
    public async Task Of_an_account_that_holds_nothing_nobody_knows_what_it_will_trade()
    {
        pipeline.Clock.SetUtcNow(InTheNight);

        Assert.That(await FetchesAsync(TimeSpan.FromMinutes(1)), Is.EqualTo(12));
    }

    private async Task HeldAsync(string symbol)
    {
        var taken = (Intake.IntakeResult.Taken)await pipeline.TakeAsync(PipelineUnderTest.AnIntent(rebalance: symbol).Replace("AAPL", symbol));
        var clOrdId = taken.FollowUps.Single().Message.ClOrdId;
        await pipeline.Store.WriteAsync(session =>
        {
            OrderTable.Update(session, OrderTable.Find(session, clOrdId)! with { OrdStatus = OrdStatus.Held });
            OrderTable.SetDeadline(session, clOrdId, InTheNight.AddHours(2));
        });
    }

    // The statement's time tells one fetch from another.
    private async Task<int> FetchesAsync(TimeSpan time)
    {
        var fetches = 0;
        var before = Told();
        for (var passed = TimeSpan.Zero; passed < time; passed += TimeSpan.FromSeconds(5))
        {
            pipeline.Clock.Advance(TimeSpan.FromSeconds(5));
            await accounts.TakeDueAsync(CancellationToken.None);
            fetches += Told() == before ? 0 : 1;
            before = Told();
        }

        return fetches;
    }

    private DateTimeOffset? Told() => pipeline.Store.Read(session => VenueTables.Account(session, "paper", "paper"))?.At;
}
