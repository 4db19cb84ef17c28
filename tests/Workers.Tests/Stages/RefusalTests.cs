using NUnit.Framework;
using Pipeline.Messages.Fix;
using Pipeline.Messages.Orders;
using Pipeline.Store.Tables;
using Pipeline.Venues;

namespace Pipeline.Workers.Tests.Stages;

/// <summary>A venue that says no is not always a venue that did not take the order.</summary>
public sealed class RefusalTests
{
    private PipelineUnderTest pipeline = null!;

    [SetUp]
    public void Start() => pipeline = new PipelineUnderTest();

    [TearDown]
    public void Stop() => pipeline.Dispose();

    [Test]
    public async Task A_refusal_that_does_not_prove_itself_is_a_rejection_once_the_venue_is_proven_to_have_nothing()
    {
        pipeline.Venue.OnSubmit = _ => new SubmitOutcome.Unknown("HTTP_400", new Refusal("HTTP_400", "bad request"));
        var clOrdId = (await SubmitAsync()).ClOrdId;
        pipeline.Clock.Advance(TimeSpan.FromSeconds(7));
        await pipeline.Resolver.ResolveDueAsync(CancellationToken.None);
        pipeline.Clock.Advance(TimeSpan.FromSeconds(1));

        var rejected = (OrderRejected)(await pipeline.Resolver.ResolveDueAsync(CancellationToken.None)).Single().Message;
        await pipeline.Reconciliation.HandleAsync(rejected, CancellationToken.None);

        Assert.That((rejected.Code, rejected.Text), Is.EqualTo(("HTTP_400", "bad request")));
        Assert.That(pipeline.Order(clOrdId).OrdStatus, Is.EqualTo(OrdStatus.Rejected));
        Assert.That(pipeline.Venue.Sent, Has.One.Items, "what the venue refused is not sent again");
    }

    [Test]
    public async Task A_refusal_of_an_order_that_the_venue_took_all_the_same_is_none()
    {
        pipeline.Venue.OnSubmit = _ => new SubmitOutcome.Unknown("HTTP_400", new Refusal("HTTP_400", "bad request"));
        var clOrdId = (await SubmitAsync()).ClOrdId;

        await pipeline.BookAsync(pipeline.Report(clOrdId, ExecType.Trade, "e1", 10, 100));

        Assert.That(pipeline.Order(clOrdId).OrdStatus, Is.EqualTo(OrdStatus.Filled));
    }

    [Test]
    public async Task A_rejection_that_the_venues_reports_contradict_gives_way_and_pages()
    {
        pipeline.Venue.OnSubmit = _ => new SubmitOutcome.Rejected("UNPROCESSABLE", "no");
        var rejected = await SubmitAsync();
        await pipeline.Reconciliation.HandleAsync((OrderRejected)rejected, CancellationToken.None);
        Assert.That(pipeline.Order(rejected.ClOrdId).OrdStatus, Is.EqualTo(OrdStatus.Rejected));

        await pipeline.BookAsync(pipeline.Report(rejected.ClOrdId, ExecType.New, "e0"));

        Assert.That(pipeline.Order(rejected.ClOrdId).OrdStatus, Is.EqualTo(OrdStatus.New));
        Assert.That(pipeline.Exposure().BuyQty, Is.EqualTo(10), "it is open after all");
        Assert.That(pipeline.Alerts(), Is.EqualTo(new[] { "REJECTED_BUT_ACCEPTED" }));
    }

    [TestCase(ExecType.New, OrdStatus.New, 10)]
    [TestCase(ExecType.Trade, OrdStatus.PartiallyFilled, 6)]
    public async Task A_rejection_that_is_taken_in_after_the_reports_which_contradict_it_ends_nothing_and_pages(ExecType report, OrdStatus stands, int open)
    {
        pipeline.Venue.OnSubmit = _ => new SubmitOutcome.Rejected("UNPROCESSABLE", "no");
        var rejected = (OrderRejected)await SubmitAsync();
        await pipeline.BookAsync(report == ExecType.New ? pipeline.Report(rejected.ClOrdId, report, "e0") : pipeline.Report(rejected.ClOrdId, report, "e0", 4, 100));

        await pipeline.Reconciliation.HandleAsync(rejected, CancellationToken.None);

        Assert.That(pipeline.Order(rejected.ClOrdId), Has.Property("OrdStatus").EqualTo(stands));
        Assert.That(pipeline.Exposure().BuyQty, Is.EqualTo(open), "what is open there is reserved");
        Assert.That(pipeline.Alerts(), Is.EqualTo(new[] { "REJECTED_BUT_ACCEPTED" }));
    }

    [Test]
    public async Task A_rejection_that_the_venue_reports_too_stays_one_whatever_came_late()
    {
        pipeline.Venue.OnSubmit = _ => new SubmitOutcome.Rejected("UNPROCESSABLE", "no");
        var rejected = await SubmitAsync();
        await pipeline.Reconciliation.HandleAsync((OrderRejected)rejected, CancellationToken.None);
        await pipeline.BookAsync(pipeline.Report(rejected.ClOrdId, ExecType.Rejected, "e1"), pipeline.Report(rejected.ClOrdId, ExecType.New, "e0"));

        Assert.That(pipeline.Order(rejected.ClOrdId).OrdStatus, Is.EqualTo(OrdStatus.Rejected));
        Assert.That(pipeline.Alerts(), Is.Empty);
    }

    private async Task<OrderMessage> SubmitAsync() =>
        (await pipeline.Submission.HandleAsync(await pipeline.ReleasedAsync(), CancellationToken.None))[^1].Message;
}
