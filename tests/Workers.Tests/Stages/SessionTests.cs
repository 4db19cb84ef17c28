using NUnit.Framework;
using Pipeline.Messages.Fix;
using Pipeline.Messages.Orders;
using Pipeline.Trading.Sessions;
using Pipeline.Workers.Tests.Store;

namespace Pipeline.Workers.Tests.Stages;

[TestFixture(StoreKind.Sqlite)]
[TestFixture(StoreKind.Postgres)]
public sealed class SessionTests(StoreKind kind)
{
    private const string UntilTuesday = ""","valid_until":"2026-03-03T20:00:00Z" """;
    private static readonly DateTimeOffset MondaysClose = new(2026, 3, 2, 21, 0, 0, TimeSpan.Zero);

    private PipelineUnderTest pipeline = null!;

    [SetUp]
    public void Start() => pipeline = new PipelineUnderTest(kind);

    [TearDown]
    public void Stop() => pipeline.Dispose();

    [Test]
    public async Task In_session_the_first_attempt_is_released()
    {
        var followUps = await pipeline.TwiceAsync(pipeline.Session, await pipeline.ValidatedAsync());

        Assert.That(followUps.Single().Message, Is.TypeOf<OrderReleased>().With.Property("Attempt").EqualTo(1));
    }

    [Test]
    public async Task After_the_close_it_is_denied_and_its_room_given_back()
    {
        var validated = await pipeline.ValidatedAsync(UntilTuesday);
        pipeline.Clock.SetUtcNow(MondaysClose);

        var followUps = await pipeline.TwiceAsync(pipeline.Session, validated);

        Assert.That(followUps.Single().Message, Is.TypeOf<OrderDenied>().With.Property("Code").EqualTo("SESSION_CLOSED"));
        Assert.That(pipeline.Exposure().BuyQty, Is.Zero);
    }

    [Test]
    public async Task Told_to_hold_it_waits_for_the_open_with_its_room()
    {
        pipeline.SessionOptions.ClosedMarket = ClosedMarketPolicy.HoldUntilOpen;
        var validated = await pipeline.ValidatedAsync(UntilTuesday);
        pipeline.Clock.SetUtcNow(MondaysClose);

        var followUps = await pipeline.TwiceAsync(pipeline.Session, validated);

        Assert.That(followUps.Single().Message, Is.TypeOf<OrderHeld>());
        Assert.That(pipeline.Order(validated.ClOrdId).OrdStatus, Is.EqualTo(OrdStatus.Held));
        Assert.That(pipeline.Exposure().BuyQty, Is.EqualTo(10));
    }

    [Test]
    public async Task What_ends_before_the_open_is_not_held_and_is_told_what_would_have_it_held()
    {
        pipeline.SessionOptions.ClosedMarket = ClosedMarketPolicy.HoldUntilOpen;
        var validated = await pipeline.ValidatedAsync(UntilTuesday.Replace("20:00:00", "14:30:00"));
        pipeline.Clock.SetUtcNow(MondaysClose);

        var denied = (OrderDenied)(await pipeline.TwiceAsync(pipeline.Session, validated)).Single().Message;

        Assert.That((denied.Code, denied.Detail), Is.EqualTo(("SESSION_CLOSED", denied.Detail)));
        Assert.That(denied.Detail, Does.Contain("next_open=2026-03-03T14:30").And.Contain("not_held=valid_until 2026-03-03T14:30").And.Contain("later one"));
    }

    [Test]
    public async Task A_strategy_that_waits_for_the_open_does_so_where_others_are_denied()
    {
        pipeline.SessionOptions.ClosedMarketByStrategy = ClosedMarketPolicies.Parse("patient=hold_until_open");
        var validated = await pipeline.ValidatedAsync(UntilTuesday + ""","strategy_id":"patient" """);
        pipeline.Clock.SetUtcNow(MondaysClose);

        Assert.That((await pipeline.TwiceAsync(pipeline.Session, validated)).Single().Message, Is.TypeOf<OrderHeld>());
    }

    [Test]
    public async Task Within_the_buffer_before_the_close_it_is_denied()
    {
        pipeline.SessionOptions.CloseBuffer = TimeSpan.FromMinutes(5);
        var validated = await pipeline.ValidatedAsync(UntilTuesday);
        pipeline.Clock.SetUtcNow(MondaysClose.AddMinutes(-5));

        var followUps = await pipeline.TwiceAsync(pipeline.Session, validated);

        Assert.That(followUps.Single().Message, Is.TypeOf<OrderDenied>().With.Property("Code").EqualTo("SESSION_CLOSING"));
    }

    [Test]
    public async Task A_message_of_an_older_pass_is_history()
    {
        var validated = await pipeline.ValidatedAsync();
        await pipeline.Store.WriteAsync(session => session.Execute("UPDATE orders SET pass = 2"));

        Assert.That(await pipeline.TwiceAsync(pipeline.Session, validated), Is.Empty);
    }
}
