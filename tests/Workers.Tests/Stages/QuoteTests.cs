using Microsoft.Extensions.Options;
using NUnit.Framework;
using Pipeline.Messages.Orders;
using Pipeline.Reconciliation;
using Pipeline.Store;
using Pipeline.Store.Limits;
using Pipeline.Store.Steps;
using Pipeline.Store.Tables;
using Pipeline.Trading.Health;
using Pipeline.Trading.Limits;
using Pipeline.Trading.Rules;
using StageNames = Pipeline.Store.Steps.Stages;

namespace Pipeline.Workers.Tests.Stages;

/// <summary>Quotes of a venue that validation can't ask: reconciliation fetches them, validation reads and waits.</summary>
public sealed class QuoteTests
{
    private PipelineUnderTest pipeline = null!;
    private QuoteSnapshots snapshots = null!;
    private Validation.Stage validation = null!;

    [SetUp]
    public void Start()
    {
        pipeline = new PipelineUnderTest();
        snapshots = new QuoteSnapshots(pipeline.Store, pipeline.Venue, pipeline.Calendars, Options.Create(new ReconciliationOptions()), pipeline.Clock);
        validation = Stage();
    }

    [TearDown]
    public void Stop() => pipeline.Dispose();

    [Test]
    public async Task A_new_order_waits_for_the_quote_that_is_fetched_for_it()
    {
        var proposed = await ProposedAsync();
        Assert.That(async () => await ValidateAsync(proposed), Throws.TypeOf<FactsUnavailableException>().With.Message.Contains("AAPL"));

        await snapshots.TakeDueAsync(CancellationToken.None);

        Assert.That((await ValidateAsync(proposed)).Message, Is.TypeOf<OrderValidated>());
        Assert.That(pipeline.Order(proposed.ClOrdId).ReferencePx, Is.EqualTo(100));
    }

    [Test]
    public async Task An_old_quote_is_waited_for_as_a_missing_one_is()
    {
        pipeline.Venue.QuotedAt = pipeline.Now.AddSeconds(-6);
        var proposed = await ProposedAsync();
        await snapshots.TakeDueAsync(CancellationToken.None);
        Assert.That(async () => await ValidateAsync(proposed), Throws.TypeOf<FactsUnavailableException>());

        pipeline.Clock.Advance(TimeSpan.FromSeconds(1));
        pipeline.Venue.QuotedAt = pipeline.Now;
        await snapshots.TakeDueAsync(CancellationToken.None);
        Assert.That((await ValidateAsync(proposed)).Message, Is.TypeOf<OrderValidated>());
    }

    [Test]
    public async Task A_quote_that_does_not_come_denies()
    {
        pipeline.Venue.QuotedAt = pipeline.Now.AddMinutes(-1);
        var proposed = await ProposedAsync();
        pipeline.Clock.Advance(TimeSpan.FromSeconds(10) - TimeSpan.FromTicks(1));
        await snapshots.TakeDueAsync(CancellationToken.None);
        Assert.That(async () => await ValidateAsync(proposed), Throws.TypeOf<FactsUnavailableException>());

        pipeline.Clock.Advance(TimeSpan.FromTicks(1));
        Assert.That((await ValidateAsync(proposed)).Message, Is.TypeOf<OrderDenied>().With.Property("Code").EqualTo("REFERENCE_PRICE"));
    }

    [Test]
    public async Task While_the_venue_tells_no_quotes_at_all_an_order_is_held_and_its_story_says_for_what()
    {
        var proposed = await ProposedAsync();
        pipeline.Clock.Advance(TimeSpan.FromMinutes(2));
        Assert.That(async () => await ValidateAsync(proposed), Throws.TypeOf<FactsUnavailableException>());
        Assert.That(pipeline.Store.Read(session => AwaitedFact.Find(session, proposed.ClOrdId, StageNames.Validation, proposed.Pass)), Does.StartWith("REFERENCE_PRICE"));

        pipeline.Venue.QuotedAt = pipeline.Now;
        await snapshots.TakeDueAsync(CancellationToken.None);
        Assert.That((await ValidateAsync(proposed)).Message, Is.TypeOf<OrderValidated>());
    }

    [Test]
    public async Task Where_the_operator_wants_no_order_held_for_a_venue_that_is_down_it_is_denied_after_the_wait()
    {
        validation = Stage(venueDown: VenueDownPolicy.Deny);
        var proposed = await ProposedAsync();
        pipeline.Clock.Advance(TimeSpan.FromSeconds(10));

        Assert.That((await ValidateAsync(proposed)).Message, Is.TypeOf<OrderDenied>().With.Property("Code").EqualTo("VENUE_DOWN"));
    }

    [Test]
    public async Task After_a_restart_an_order_that_came_long_ago_waits_anew()
    {
        var proposed = await ProposedAsync();
        pipeline.Clock.Advance(TimeSpan.FromMinutes(1));
        validation = Stage();

        Assert.That(async () => await ValidateAsync(proposed), Throws.TypeOf<FactsUnavailableException>(), "who fetches quotes has just begun too");
    }

    [Test]
    public async Task What_takes_the_place_of_a_canceled_order_waits_as_long_as_it_is_valid()
    {
        var line = new LineUnderTest(pipeline);
        var proposed = await line.ReleaseAsync();
        pipeline.Clock.Advance(TimeSpan.FromMinutes(4));
        Assert.That(async () => await ValidateAsync(proposed), Throws.TypeOf<FactsUnavailableException>());

        pipeline.Clock.SetUtcNow(pipeline.Order(line.Second).ValidUntil);
        Assert.That((await ValidateAsync(proposed)).Message, Is.TypeOf<OrderDenied>().With.Property("Code").EqualTo("INTENT_EXPIRED"));
    }

    [Test]
    public async Task Without_a_wait_it_is_denied_at_once()
    {
        validation = Stage(new ValidationOptions { QuoteWait = TimeSpan.Zero });

        Assert.That((await ValidateAsync(await ProposedAsync())).Message, Is.TypeOf<OrderDenied>());
    }

    private Validation.Stage Stage(ValidationOptions? options = null, VenueDownPolicy venueDown = VenueDownPolicy.Hold) => new(
        pipeline.Store, null, new LimitsInForce(LimitBook.Default), Options.Create(options ?? new ValidationOptions()), Options.Create(pipeline.Approvals), pipeline.Clock, venueDown: venueDown);

    private async Task<OrderProposed> ProposedAsync(string symbol = "AAPL", string? rebalance = null)
    {
        var result = (Intake.IntakeResult.Taken)await pipeline.TakeAsync(PipelineUnderTest.AnIntent(rebalance: rebalance ?? symbol).Replace("AAPL", symbol));
        return (OrderProposed)result.FollowUps.Single().Message;
    }

    private async Task<FollowUp> ValidateAsync(OrderProposed proposed) =>
        (await validation.HandleAsync(proposed, CancellationToken.None)).Single();
}
