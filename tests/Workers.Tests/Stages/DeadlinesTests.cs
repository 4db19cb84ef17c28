using NUnit.Framework;
using Pipeline.Messages.Fix;
using Pipeline.Messages.Orders;
using Pipeline.Trading.Sessions;
using static Pipeline.Workers.Tests.PipelineUnderTest;
using Pipeline.Workers.Tests.Store;

namespace Pipeline.Workers.Tests.Stages;

[TestFixture(StoreKind.Sqlite)]
[TestFixture(StoreKind.Postgres)]
public sealed class DeadlinesTests(StoreKind kind)
{
    private static readonly DateTimeOffset MondaysClose = new(2026, 3, 2, 21, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset TuesdaysOpen = new(2026, 3, 3, 14, 30, 0, TimeSpan.Zero);

    private PipelineUnderTest pipeline = null!;

    [SetUp]
    public void Start()
    {
        pipeline = new PipelineUnderTest(kind);
        pipeline.SessionOptions.ClosedMarket = ClosedMarketPolicy.HoldUntilOpen;
    }

    [TearDown]
    public void Stop() => pipeline.Dispose();

    [Test]
    public async Task A_held_order_goes_through_all_checks_again_at_the_open()
    {
        var clOrdId = await HeldAsync();
        pipeline.Clock.SetUtcNow(TuesdaysOpen.AddTicks(-1));
        Assert.That(await ActAsync(), Is.Empty);

        pipeline.Clock.SetUtcNow(TuesdaysOpen);
        var proposed = (await ActAsync()).Single() as OrderProposed;
        Assert.That((proposed!.ClOrdId, proposed.Pass), Is.EqualTo((clOrdId, 2)));
        Assert.That(await ActAsync(), Is.Empty, "once");

        pipeline.RefreshAccount();
        var validated = await OneAsync<OrderProposed, OrderValidated>(pipeline.Validation, proposed);
        var released = await OneAsync<OrderValidated, OrderReleased>(pipeline.Session, validated);
        await pipeline.Submission.HandleAsync(released, CancellationToken.None);
        Assert.That(pipeline.Venue.Sent, Has.One.Items);
        Assert.That(pipeline.Exposure().BuyQty, Is.EqualTo(10), "its room was reserved once");
    }

    [Test]
    public async Task The_check_at_the_open_can_deny_it()
    {
        await HeldAsync();
        pipeline.Clock.SetUtcNow(TuesdaysOpen);
        pipeline.RefreshAccount();
        pipeline.Venue.Quote = null;

        var denied = await OneAsync<OrderProposed, OrderDenied>(pipeline.Validation, (OrderProposed)(await ActAsync()).Single());

        Assert.That((denied.Pass, pipeline.Exposure().BuyQty), Is.EqualTo((2, 0m)));
    }

    [Test]
    public async Task A_hold_that_outlived_its_intent_is_denied()
    {
        await HeldAsync();
        pipeline.Clock.SetUtcNow(TuesdaysOpen.AddHours(6));

        Assert.That((await ActAsync()).Single(), Is.TypeOf<OrderDenied>().With.Property("Code").EqualTo("INTENT_EXPIRED"));
        Assert.That(await ActAsync(), Is.Empty);
        Assert.That(pipeline.Exposure().BuyQty, Is.Zero);
    }

    [Test]
    public async Task An_order_stuck_on_its_way_expires_and_its_late_message_is_history()
    {
        var released = await pipeline.ReleasedAsync();
        pipeline.Clock.Advance(TimeSpan.FromMinutes(15));

        Assert.That((await ActAsync()).Single(), Is.TypeOf<OrderDenied>());
        Assert.That(await pipeline.TwiceAsync(pipeline.Submission, released), Is.Empty);
    }

    [Test]
    public async Task An_order_at_the_venue_is_left_alone()
    {
        var acknowledged = await pipeline.WorkingAsync();
        pipeline.Clock.Advance(TimeSpan.FromDays(1));

        Assert.That(await ActAsync(), Is.Empty);
        Assert.That(pipeline.Order(acknowledged.ClOrdId).OrdStatus, Is.EqualTo(OrdStatus.New));
    }

    private async Task<string> HeldAsync()
    {
        var validated = await pipeline.ValidatedAsync(""","valid_until":"2026-03-03T20:00:00Z" """);
        pipeline.Clock.SetUtcNow(MondaysClose);
        await OneAsync<OrderValidated, OrderHeld>(pipeline.Session, validated);
        return validated.ClOrdId;
    }

    private async Task<IEnumerable<OrderMessage>> ActAsync() => (await pipeline.Deadlines.ActOnDueAsync(CancellationToken.None)).Select(followUp => followUp.Message);
}
