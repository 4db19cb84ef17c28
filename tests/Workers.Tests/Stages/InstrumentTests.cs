using Microsoft.Extensions.Options;
using NUnit.Framework;
using Pipeline.Messages.Capabilities;
using Pipeline.Messages.Orders;
using Pipeline.Reconciliation;
using Pipeline.Store;
using Pipeline.Store.Limits;
using Pipeline.Store.Tables;
using Pipeline.Trading.Limits;
using Pipeline.Trading.Rules;
using Pipeline.Venues.Alpaca;

namespace Pipeline.Workers.Tests.Stages;

/// <summary>What a venue says of a share: only an order that depends on it asks, waits and is judged by it.</summary>
public sealed class InstrumentTests
{
    private PipelineUnderTest pipeline = null!;
    private QuoteSnapshots snapshots = null!;
    private Validation.Stage validation = null!;

    [SetUp]
    public void Start()
    {
        pipeline = new PipelineUnderTest();
        pipeline.Venue.Instruments = [new InstrumentRules("AAPL", pipeline.Now) { Fractions = false, SellsShort = false }];
        snapshots = new QuoteSnapshots(pipeline.Store, pipeline.Venue, pipeline.Calendars, Options.Create(new ReconciliationOptions()), pipeline.Clock);
        validation = new Validation.Stage(
            pipeline.Store, null, new LimitsInForce(LimitBook.Default), Options.Create(new ValidationOptions { MaxAccountAge = TimeSpan.FromDays(3) }), Options.Create(pipeline.Approvals), pipeline.Clock,
            AlpacaCapabilities.Stated);
    }

    [TearDown]
    public void Stop() => pipeline.Dispose();

    [TestCase("1.5", "buy", "VENUE_CAPABILITY", "fractions in the symbol")]
    [TestCase("10", "sell", "VENUE_CAPABILITY", "short sale in the symbol")]
    public async Task An_order_that_depends_on_it_waits_until_it_is_known_and_is_denied_by_name(string qty, string side, string code, string what)
    {
        var proposed = await QuotedAsync(qty, side);
        Assert.That(pipeline.Venue.InstrumentsAsked, Is.Empty, "nobody has needed it yet");
        Assert.That(async () => await ValidateAsync(proposed), Throws.TypeOf<FactsUnavailableException>().With.Message.Contains("INSTRUMENT_RULES: symbol=AAPL"));

        await snapshots.TakeDueAsync(CancellationToken.None);

        Assert.That((await ValidateAsync(proposed)).Message, Is.TypeOf<OrderDenied>().With.Property("Code").EqualTo(code).And.Property("Detail").Contains(what));
        Assert.That(pipeline.Venue.InstrumentsAsked, Is.EqualTo(new[] { "AAPL" }));
    }

    [TestCase("1.5", "buy")]
    [TestCase("10", "sell")]
    public async Task Where_the_share_is_so_traded_the_order_passes(string qty, string side)
    {
        pipeline.Venue.Instruments = [new InstrumentRules("AAPL", pipeline.Now) { Fractions = true, SellsShort = true }];
        var proposed = await QuotedAsync(qty, side);
        Assert.That(async () => await ValidateAsync(proposed), Throws.TypeOf<FactsUnavailableException>());

        await snapshots.TakeDueAsync(CancellationToken.None);

        Assert.That((await ValidateAsync(proposed)).Message, Is.TypeOf<OrderValidated>());
    }

    [Test]
    public async Task Whole_shares_ask_nothing_and_wait_for_nothing()
    {
        var proposed = await QuotedAsync("10", "buy");

        Assert.That((await ValidateAsync(proposed)).Message, Is.TypeOf<OrderValidated>());
        await snapshots.TakeDueAsync(CancellationToken.None);
        Assert.That(pipeline.Venue.InstrumentsAsked, Is.Empty);
    }

    [Test]
    public async Task What_never_becomes_known_denies_after_the_wait()
    {
        pipeline.Venue.Instruments = [];
        var proposed = await QuotedAsync("1.5", "buy");
        Assert.That(async () => await ValidateAsync(proposed), Throws.TypeOf<FactsUnavailableException>());
        pipeline.Clock.Advance(new ValidationOptions().QuoteWait);
        pipeline.Venue.QuotedAt = pipeline.Now;
        await snapshots.TakeDueAsync(CancellationToken.None);

        Assert.That((await ValidateAsync(proposed)).Message, Is.TypeOf<OrderDenied>().With.Property("Code").EqualTo("INSTRUMENT_RULES").And.Property("Detail").Contains("rules=not known"));
    }

    [Test]
    public async Task It_is_asked_again_every_hour_and_what_is_older_than_a_day_is_not_known()
    {
        pipeline.Venue.Instruments = [new InstrumentRules("AAPL", pipeline.Now) { Fractions = true, SellsShort = true }];
        var proposed = await QuotedAsync("1.5", "buy");
        Assert.That(async () => await ValidateAsync(proposed), Throws.TypeOf<FactsUnavailableException>());
        await snapshots.TakeDueAsync(CancellationToken.None);
        pipeline.Clock.Advance(TimeSpan.FromMinutes(59));
        await snapshots.TakeDueAsync(CancellationToken.None);
        Assert.That(pipeline.Venue.InstrumentsAsked, Has.Count.EqualTo(1));
        pipeline.Clock.Advance(TimeSpan.FromMinutes(1));
        await snapshots.TakeDueAsync(CancellationToken.None);
        Assert.That(pipeline.Venue.InstrumentsAsked, Has.Count.EqualTo(2));

        pipeline.Venue.Instruments = [];
        pipeline.Clock.Advance(TimeSpan.FromDays(1) + TimeSpan.FromTicks(1));
        var later = await QuotedAsync("2.5", "buy");
        Assert.That(async () => await ValidateAsync(later), Throws.TypeOf<FactsUnavailableException>().With.Message.Contains("INSTRUMENT_RULES"));
    }

    /// <summary>An order at validation whose symbol is quoted: what the venue says of the share is the next that is waited for.</summary>
    private async Task<OrderProposed> QuotedAsync(string qty, string side)
    {
        var intent = PipelineUnderTest.AnIntent(rebalance: $"{qty} {side}").Replace("\"qty\":10", $"\"qty\":{qty}", StringComparison.Ordinal).Replace("\"buy\"", $"\"{side}\"", StringComparison.Ordinal);
        var result = (Intake.IntakeResult.Taken)await pipeline.TakeAsync(intent);
        await snapshots.TakeDueAsync(CancellationToken.None);
        return (OrderProposed)result.FollowUps.Single().Message;
    }

    private async Task<FollowUp> ValidateAsync(OrderProposed proposed) => (await validation.HandleAsync(proposed, CancellationToken.None)).Single();
}
