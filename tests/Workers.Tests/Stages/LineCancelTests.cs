using NUnit.Framework;
using Pipeline.Messages.Fix;
using Pipeline.Messages.Orders;
using Pipeline.Operator;
using Pipeline.Store.Steps;
using Pipeline.Store.Tables;
using Pipeline.Trading.Sessions;
using Pipeline.Venues;
using Pipeline.Workers.Tests.Store;

namespace Pipeline.Workers.Tests.Stages;

/// <summary>A cancel at each moment of a line's life: the rows of the table in docs/state-machines.md, in its order.</summary>
[TestFixture(StoreKind.Sqlite)]
[TestFixture(StoreKind.Postgres)]
public sealed class LineCancelTests(StoreKind kind)
{
    private static readonly Actor Ada = new("ada", "no longer wanted");

    private PipelineUnderTest pipeline = null!;
    private LineUnderTest line = null!;

    [SetUp]
    public void Start()
    {
        pipeline = new PipelineUnderTest(kind);
        line = new LineUnderTest(pipeline);
    }

    [TearDown]
    public void Stop() => pipeline.Dispose();

    [Test]
    public async Task Proposed_validated_or_released_it_ends_here_and_its_message_on_the_way_does_nothing([Values(0, 1, 2)] int stages)
    {
        OrderMessage message = await line.ProposeAsync();
        message = stages >= 1 ? await PipelineUnderTest.OneAsync<OrderProposed, OrderValidated>(pipeline.Validation, (OrderProposed)message) : message;
        message = stages >= 2 ? await PipelineUnderTest.OneAsync<OrderValidated, OrderReleased>(pipeline.Session, (OrderValidated)message) : message;

        await DoneAsync(line.First);

        Assert.That(line.CodeOf(line.First), Is.EqualTo("CANCELED"));
        Assert.That(await HandleAsync(message), Is.Empty);
        Assert.That(pipeline.Exposure().BuyQty, Is.Zero);
    }

    [Test]
    public async Task Held_it_ends_here()
    {
        pipeline.SessionOptions.ClosedMarket = ClosedMarketPolicy.HoldUntilOpen;
        pipeline.Clock.SetUtcNow(new DateTimeOffset(2026, 3, 2, 21, 0, 0, TimeSpan.Zero));
        pipeline.RefreshAccount();
        var validated = await PipelineUnderTest.OneAsync<OrderProposed, OrderValidated>(pipeline.Validation, await line.ProposeAsync());
        await PipelineUnderTest.OneAsync<OrderValidated, OrderHeld>(pipeline.Session, validated);

        await DoneAsync(line.First);

        Assert.That((pipeline.Order(line.First).OrdStatus, line.CodeOf(line.First)), Is.EqualTo((OrdStatus.Denied, "CANCELED")));
    }

    [Test]
    public async Task Submitting_or_unresolved_the_venue_is_asked()
    {
        pipeline.Venue.OnSubmit = _ => new SubmitOutcome.Unknown("TIMEOUT");
        await line.SendAsync(await line.ProposeAsync());

        var done = await DoneAsync(line.First);

        Assert.That(done.FollowUps.Single().Message, Is.TypeOf<CancelOrder>());
        Assert.That(pipeline.Order(line.First).OrdStatus, Is.Not.EqualTo(OrdStatus.Denied));
    }

    [Test]
    public async Task Working_the_venue_is_asked_and_no_replacement_is_made_any_more()
    {
        await line.WorkAsync();

        Assert.That((await DoneAsync(line.First)).FollowUps.Single().Message, Is.TypeOf<CancelOrder>());
        pipeline.Clock.Advance(TimeSpan.FromSeconds(20));
        await pipeline.Deadlines.ActOnDueAsync(CancellationToken.None);

        Assert.That(pipeline.Order(line.Second), Is.Null);
    }

    [Test]
    public async Task While_a_person_has_asked_for_it_already_another_is_refused()
    {
        await line.WorkAsync();
        await DoneAsync(line.First);

        Assert.That(await pipeline.Orders.CancelAsync(line.First, Ada), Is.TypeOf<ActResult.Refused>().With.Property("Code").EqualTo("CANCEL_PENDING"));
    }

    [Test]
    public async Task After_an_earlier_one_was_refused_by_the_venue_it_is_asked_again()
    {
        await line.WorkAsync();
        pipeline.Venue.CancelAnswer = new CancelOutcome.Rejected("NOT_CANCELABLE", "no");
        await pipeline.Cancels.HandleAsync((CancelOrder)(await DoneAsync(line.First)).FollowUps.Single().Message, CancellationToken.None);

        Assert.That((await DoneAsync(line.First)).FollowUps.Single().Message, Is.TypeOf<CancelOrder>().With.Property("Attempt").EqualTo(2));
    }

    [Test]
    public async Task While_its_replacement_waits_that_one_ends_and_the_request_under_way_is_the_persons([Values] bool byTheReplacement)
    {
        await line.RepriceAsync();

        await DoneAsync(byTheReplacement ? line.Second : line.First);

        Assert.That((pipeline.Order(line.Second).OrdStatus, line.CodeOf(line.Second)), Is.EqualTo((OrdStatus.Denied, "CANCELED")));
        Assert.That(pipeline.Store.Read(session => CancelTable.Find(session, line.First))!.By, Is.EqualTo("ada"));
        await pipeline.BookAsync(pipeline.Report(line.First, ExecType.Canceled, "e2"));
        Assert.That(pipeline.Venue.Sent, Has.One.Items);
        Assert.That(pipeline.Exposure().BuyQty, Is.Zero);
    }

    [Test]
    public async Task While_its_replacement_waits_and_the_venue_refuses_the_cancel_the_venue_is_asked_again()
    {
        var asked = await line.RepriceAsync();
        await DoneAsync(line.First);
        pipeline.Venue.CancelAnswer = new CancelOutcome.Rejected("NOT_CANCELABLE", "no");
        await pipeline.Cancels.HandleAsync(asked, CancellationToken.None);
        pipeline.Venue.Answer = new OrderQuery.Found(line.Shown(OrdStatus.PartiallyFilled, cumQty: 4));

        pipeline.Clock.Advance(TimeSpan.FromSeconds(5));
        var again = (await pipeline.Resolver.ResolveDueAsync(CancellationToken.None)).Single().Message;

        Assert.That(again, Is.TypeOf<CancelOrder>().With.Property("Attempt").EqualTo(2));
    }

    [Test]
    public async Task While_its_replacement_is_in_the_checks_that_one_ends()
    {
        var proposed = await line.ReleaseAsync();

        await DoneAsync(line.First);

        Assert.That(await pipeline.Validation.HandleAsync(proposed, CancellationToken.None), Is.Empty);
        Assert.That(line.CodeOf(line.Second), Is.EqualTo("CANCELED"));
        Assert.That(pipeline.Exposure().BuyQty, Is.Zero);
    }

    [Test]
    public async Task While_its_replacement_works_the_venue_is_asked_for_that_one()
    {
        await line.ReplaceAsync();

        var done = await DoneAsync(line.First);

        Assert.That(done.FollowUps.Single().Message, Is.TypeOf<CancelOrder>().With.Property("ClOrdId").EqualTo(line.Second));
    }

    [Test]
    public async Task Done_with_all_its_orders_it_is_refused()
    {
        await line.WorkAsync();
        await pipeline.BookAsync(pipeline.Report(line.First, ExecType.Trade, "e2", 6, 98));

        Assert.That(await pipeline.Orders.CancelAsync(line.First, Ada), Is.TypeOf<ActResult.Refused>().With.Property("Code").EqualTo("ORDER_DONE"));
    }

    private async Task<ActResult.Done> DoneAsync(string clOrdId)
    {
        var result = await pipeline.Orders.CancelAsync(clOrdId, Ada);
        Assert.That(result, Is.TypeOf<ActResult.Done>());
        return (ActResult.Done)result;
    }

    private Task<IReadOnlyList<FollowUp>> HandleAsync(OrderMessage message) => message switch
    {
        OrderProposed proposed => pipeline.Validation.HandleAsync(proposed, CancellationToken.None),
        OrderValidated validated => pipeline.Session.HandleAsync(validated, CancellationToken.None),
        OrderReleased released => pipeline.Submission.HandleAsync(released, CancellationToken.None),
        _ => throw new ArgumentOutOfRangeException(nameof(message), message, "No stage takes it"),
    };
}
