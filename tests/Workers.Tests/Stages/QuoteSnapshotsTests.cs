using Microsoft.Extensions.Options;
using NUnit.Framework;
using Pipeline.Messages.Fix;
using Pipeline.Messages.Orders;
using Pipeline.Reconciliation;
using Pipeline.Store;
using Pipeline.Store.Limits;
using Pipeline.Store.Steps;
using Pipeline.Store.Tables;
using Pipeline.Trading.Limits;
using Pipeline.Trading.Rules;
using Pipeline.Venues;

namespace Pipeline.Workers.Tests.Stages;

/// <summary>When the quotes of open orders are asked for, and what is kept of the answers.</summary>
public sealed class QuoteSnapshotsTests
{
    private PipelineUnderTest pipeline = null!;
    private QuoteSnapshots snapshots = null!;
    private Validation.Stage validation = null!;

    [SetUp]
    public void Start()
    {
        pipeline = new PipelineUnderTest();
        snapshots = new QuoteSnapshots(pipeline.Store, pipeline.Venue, pipeline.Calendars, Options.Create(new ReconciliationOptions()), pipeline.Clock);
        validation = new Validation.Stage(
            pipeline.Store, null, new LimitsInForce(LimitBook.Default), Options.Create(new ValidationOptions()), Options.Create(pipeline.Approvals), pipeline.Clock);
    }

    [TearDown]
    public void Stop() => pipeline.Dispose();

    [Test]
    public async Task Quotes_are_fetched_for_open_orders_every_so_often_and_for_a_new_symbol_at_once()
    {
        var venue = new CountingVenue(pipeline.Venue);
        snapshots = new QuoteSnapshots(pipeline.Store, venue, pipeline.Calendars, Options.Create(new ReconciliationOptions()), pipeline.Clock);
        await snapshots.TakeDueAsync(CancellationToken.None);
        Assert.That(venue.Asked, Is.Empty, "nobody has an open order");

        await ProposedAsync("AAPL");
        await snapshots.TakeDueAsync(CancellationToken.None);
        await snapshots.TakeDueAsync(CancellationToken.None);
        Assert.That(venue.Asked, Is.EqualTo(new[] { "AAPL" }));

        var other = await ProposedAsync("MSFT");
        await snapshots.TakeDueAsync(CancellationToken.None);
        Assert.That(venue.Asked, Is.EqualTo(new[] { "AAPL", "AAPL,MSFT" }));

        await EndAsync(other.ClOrdId);
        pipeline.Clock.Advance(TimeSpan.FromSeconds(1));
        await snapshots.TakeDueAsync(CancellationToken.None);
        Assert.That(venue.Asked, Is.EqualTo(new[] { "AAPL", "AAPL,MSFT", "AAPL" }));
    }

    [Test]
    public async Task While_the_market_is_closed_what_is_held_is_asked_about_seldom_and_from_two_minutes_before_the_open_as_ever()
    {
        var venue = await ClosedAsync();
        var held = await ProposedAsync();
        await HoldAsync(held.ClOrdId, TheOpen);
        await snapshots.TakeDueAsync(CancellationToken.None);

        await PassAsync(TimeSpan.FromSeconds(60));
        Assert.That(venue.Asked, Has.Count.EqualTo(3), "at once, and every half minute");

        pipeline.Clock.SetUtcNow(TheOpen - TimeSpan.FromMinutes(2));
        await PassAsync(TimeSpan.FromSeconds(10));
        Assert.That(venue.Asked, Has.Count.EqualTo(13), "every second");
    }

    [Test]
    public async Task While_the_market_is_closed_what_waits_for_a_check_is_asked_about_as_ever_and_so_is_what_is_released()
    {
        var venue = await ClosedAsync();
        var held = await ProposedAsync();
        await HoldAsync(held.ClOrdId, TheOpen);
        await snapshots.TakeDueAsync(CancellationToken.None);
        await PassAsync(TimeSpan.FromSeconds(5));
        Assert.That(venue.Asked, Has.Count.EqualTo(1));

        var another = await ProposedAsync(rebalance: "another");
        await snapshots.TakeDueAsync(CancellationToken.None);
        Assert.That(venue.Asked, Has.Count.EqualTo(2), "at once");
        await PassAsync(TimeSpan.FromSeconds(2));
        Assert.That(venue.Asked, Has.Count.EqualTo(4));

        await EndAsync(another.ClOrdId);
        await PassAsync(TimeSpan.FromSeconds(5));
        Assert.That(venue.Asked, Has.Count.EqualTo(4));

        await pipeline.Store.WriteAsync(session => HoldRelease.Release(session, OrderTable.Find(session, held.ClOrdId)!, "ops", pipeline.Now));
        await snapshots.TakeDueAsync(CancellationToken.None);
        Assert.That(venue.Asked, Has.Count.EqualTo(5));
    }

    [Test]
    public async Task While_the_market_is_closed_what_has_long_waited_for_a_check_is_asked_about_as_ever()
    {
        var venue = await ClosedAsync();
        var waiting = await ProposedAsync();
        await pipeline.Store.WriteAsync(session => OrderTable.SetDeadline(session, waiting.ClOrdId, TheOpen));
        await snapshots.TakeDueAsync(CancellationToken.None);

        await PassAsync(TimeSpan.FromSeconds(5));

        Assert.That(venue.Asked, Has.Count.EqualTo(6));
    }

    [Test]
    public async Task A_pair_is_asked_about_as_ever_while_stocks_are_closed()
    {
        var venue = await ClosedAsync();
        await HoldAsync((await ProposedAsync()).ClOrdId, TheOpen);
        await HoldAsync((await ProposedAsync("BTC/USD")).ClOrdId, TheOpen);
        await snapshots.TakeDueAsync(CancellationToken.None);

        await PassAsync(TimeSpan.FromSeconds(30));

        Assert.That(venue.Asked.Count(asked => asked == "BTC/USD"), Is.EqualTo(29));
        Assert.That(venue.Asked.Count(asked => asked == "AAPL,BTC/USD"), Is.EqualTo(2));
    }

    [Test]
    public async Task A_symbol_that_is_not_quoted_stays_named_while_it_is_asked_about_seldom()
    {
        var venue = await ClosedAsync();
        venue.Refuses = "AAPL";
        await HoldAsync((await ProposedAsync()).ClOrdId, TheOpen);
        await HoldAsync((await ProposedAsync("BTC/USD")).ClOrdId, TheOpen);
        await snapshots.TakeDueAsync(CancellationToken.None);

        await PassAsync(TimeSpan.FromSeconds(10));

        Assert.That(snapshots.Refused.Keys, Is.EqualTo(new[] { "AAPL" }));
    }

    [Test]
    public async Task A_venue_that_wants_to_be_left_alone_is_asked_after_again_in_a_few_seconds_since_a_person_may_have_ended_that()
    {
        var venue = new CountingVenue(pipeline.Venue) { Refusal = new(VenueFault.Throttled, "RATE_LIMITED", TimeSpan.FromSeconds(20)) };
        snapshots = new QuoteSnapshots(pipeline.Store, venue, pipeline.Calendars, Options.Create(new ReconciliationOptions()), pipeline.Clock);
        await ProposedAsync();
        Assert.That(async () => await snapshots.TakeDueAsync(CancellationToken.None), Throws.TypeOf<VenueUnavailableException>().With.Message.Contains("RATE_LIMITED"));
        venue.Refusal = null;

        await ProposedAsync("MSFT");
        pipeline.Clock.Advance(TimeSpan.FromSeconds(5) - TimeSpan.FromTicks(1));
        await snapshots.TakeDueAsync(CancellationToken.None);
        Assert.That(venue.Asked, Has.Count.EqualTo(1));

        pipeline.Clock.Advance(TimeSpan.FromTicks(1));
        await snapshots.TakeDueAsync(CancellationToken.None);
        Assert.That(venue.Asked, Has.Count.EqualTo(2));
    }

    [Test]
    public async Task A_symbol_that_the_venue_refuses_to_quote_keeps_no_other_waiting_and_is_asked_about_alone_from_time_to_time()
    {
        var venue = new CountingVenue(pipeline.Venue) { Refuses = "GONE" };
        snapshots = new QuoteSnapshots(pipeline.Store, venue, pipeline.Calendars, Options.Create(new ReconciliationOptions()), pipeline.Clock);
        var good = await ProposedAsync("MSFT");
        var gone = await ProposedAsync("GONE");

        await snapshots.TakeDueAsync(CancellationToken.None);

        Assert.That((await ValidateAsync(good)).Message, Is.TypeOf<OrderValidated>());
        Assert.That(snapshots.Refused, Is.EqualTo(new Dictionary<string, string> { ["GONE"] = "Invalid symbol." }));
        Assert.That(venue.Asked, Is.EqualTo(new[] { "GONE,MSFT", "GONE", "MSFT" }));
        await PassAsync(TimeSpan.FromSeconds(29));
        Assert.That(venue.Asked.Skip(3), Is.All.EqualTo("MSFT").And.Not.Empty);
        Assert.That((await ValidateAsync(gone)).Message, Is.TypeOf<OrderDenied>().With.Property("Code").EqualTo("REFERENCE_PRICE"));

        venue.Refuses = null;
        await ProposedAsync("GONE", "another");
        await PassAsync(TimeSpan.FromSeconds(2));
        Assert.That(venue.Asked.Count(asked => asked == "GONE"), Is.EqualTo(2));
        Assert.That(snapshots.Refused, Is.Empty);
    }

    [Test]
    public async Task An_older_quote_does_not_replace_a_newer_one_and_a_missing_side_stays_missing()
    {
        var newer = new Quote("AAPL", pipeline.Now, null, 0, 100.5m, 300);
        await pipeline.Store.WriteAsync(session =>
        {
            QuoteTable.Save(session, "paper", [newer]);
            QuoteTable.Save(session, "paper", [new Quote("AAPL", pipeline.Now.AddSeconds(-1), 1, 1, 2, 1)]);
        });

        Assert.That(pipeline.Store.Read(session => QuoteTable.Latest(session, "paper", "AAPL")), Is.EqualTo(newer));
        Assert.That(pipeline.Store.Read(session => QuoteTable.Latest(session, "elsewhere", "AAPL")), Is.Null);
    }

    private static readonly DateTimeOffset TheOpen = new(2026, 3, 3, 9, 0, 0, TimeSpan.Zero);

    // Two in the morning in New York.
    private async Task<CountingVenue> ClosedAsync()
    {
        var venue = new CountingVenue(pipeline.Venue);
        pipeline.Clock.SetUtcNow(new DateTimeOffset(2026, 3, 3, 7, 0, 0, TimeSpan.Zero));
        snapshots = new QuoteSnapshots(pipeline.Store, venue, pipeline.Calendars, Options.Create(new ReconciliationOptions()), pipeline.Clock);
        await snapshots.TakeDueAsync(CancellationToken.None);
        return venue;
    }

    private Task HoldAsync(string clOrdId, DateTimeOffset until) => pipeline.Store.WriteAsync(session =>
    {
        OrderTable.Update(session, OrderTable.Find(session, clOrdId)! with { OrdStatus = OrdStatus.Held });
        OrderTable.SetDeadline(session, clOrdId, until);
    });

    private async Task<OrderProposed> ProposedAsync(string symbol = "AAPL", string? rebalance = null)
    {
        var result = (Intake.IntakeResult.Taken)await pipeline.TakeAsync(PipelineUnderTest.AnIntent(rebalance: rebalance ?? symbol).Replace("AAPL", symbol));
        return (OrderProposed)result.FollowUps.Single().Message;
    }

    private async Task PassAsync(TimeSpan time)
    {
        for (var second = 0; second < time.TotalSeconds; second++)
        {
            pipeline.Clock.Advance(TimeSpan.FromSeconds(1));
            await snapshots.TakeDueAsync(CancellationToken.None);
        }
    }

    private Task EndAsync(string clOrdId) => pipeline.Store.WriteAsync(session =>
    {
        OrderTable.Update(session, OrderTable.Find(session, clOrdId)! with { OrdStatus = OrdStatus.Denied });
        OrderTable.SetDeadline(session, clOrdId, null);
    });

    private async Task<FollowUp> ValidateAsync(OrderProposed proposed) =>
        (await validation.HandleAsync(proposed, CancellationToken.None)).Single();

    /// <summary>Keeps which quotes were asked for, and refuses when told to.</summary>
    private sealed class CountingVenue(IVenueReports inner) : IVenueReports
    {
        public List<string> Asked { get; } = [];

        public VenueAnswer<IReadOnlyList<Quote>>.Unavailable? Refusal { get; set; }

        /// <summary>A symbol for which a whole question is refused.</summary>
        public string? Refuses { get; set; }

        public string Venue => inner.Venue;

        public string Account => inner.Account;

        public TimeSpan SettleWindow => inner.SettleWindow;

        public Task<VenueAnswer<IReadOnlyList<Quote>>> LatestQuotesAsync(IReadOnlyCollection<string> symbols, CancellationToken cancellationToken)
        {
            Asked.Add(string.Join(',', symbols));
            if (Refuses is { } refused && symbols.Contains(refused))
            {
                return Task.FromResult<VenueAnswer<IReadOnlyList<Quote>>>(new VenueAnswer<IReadOnlyList<Quote>>.Unavailable(VenueFault.Refused, "Invalid symbol."));
            }

            return Refusal is null ? inner.LatestQuotesAsync(symbols, cancellationToken) : Task.FromResult<VenueAnswer<IReadOnlyList<Quote>>>(Refusal);
        }

        public Task<OrderQuery> QueryAsync(OrderStatusRequest request, CancellationToken cancellationToken) => inner.QueryAsync(request, cancellationToken);

        public Task<VenueAnswer<IReadOnlyList<VenueOrder>>> OpenOrdersAsync(CancellationToken cancellationToken) => inner.OpenOrdersAsync(cancellationToken);

        public Task<VenueAnswer<IReadOnlyList<VenueOrder>>> ClosedOrdersAsync(DateTimeOffset since, CancellationToken cancellationToken) =>
            inner.ClosedOrdersAsync(since, cancellationToken);

        public Task<VenueAnswer<IReadOnlyList<ExecutionReport>>> ExecutionsAsync(DateTimeOffset since, CancellationToken cancellationToken) =>
            inner.ExecutionsAsync(since, cancellationToken);

        public Task<ReportPage> ReportsSinceAsync(string? watermark, CancellationToken cancellationToken) => inner.ReportsSinceAsync(watermark, cancellationToken);

        public Task WaitForReportsAsync(CancellationToken cancellationToken) => inner.WaitForReportsAsync(cancellationToken);

        public Task<AccountState> AccountAsync(CancellationToken cancellationToken) => inner.AccountAsync(cancellationToken);
    }
}
