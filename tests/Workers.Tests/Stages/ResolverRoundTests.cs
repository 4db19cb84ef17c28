using NUnit.Framework;
using Pipeline.Messages.Fix;
using Pipeline.Messages.Orders;
using Pipeline.Store.Tables;
using Pipeline.Venues;

namespace Pipeline.Workers.Tests.Stages;

public sealed class ResolverRoundTests
{
    private PipelineUnderTest pipeline = null!;

    [SetUp]
    public void Start()
    {
        pipeline = new PipelineUnderTest();
        pipeline.Venue.OnSubmit = _ => new SubmitOutcome.Unknown("TIMEOUT");
    }

    [TearDown]
    public void Stop() => pipeline.Dispose();

    [Test]
    public async Task However_many_orders_have_no_outcome_the_venue_lists_its_orders_once_for_all_of_them()
    {
        var lost = new List<string> { await LoseAsync(1), await LoseAsync(2), await LoseAsync(3) };
        pipeline.Clock.Advance(TimeSpan.FromSeconds(7));

        await ResolveAsync();
        Assert.That((pipeline.Venue.Queries, pipeline.Venue.Listed), Is.EqualTo((3, (1, 1))));
        Assert.That(lost.Select(Absences), Is.All.EqualTo(1));

        // The second look needs lists of its own: what the first one brought is not seen twice by being read twice.
        pipeline.Clock.Advance(TimeSpan.FromSeconds(1));
        var followUps = await ResolveAsync();
        Assert.That(pipeline.Venue.Listed, Is.EqualTo((2, 2)));
        Assert.That(followUps.Select(followUp => ((OrderReleased)followUp.Message).ClOrdId), Is.EquivalentTo(lost));
    }

    [Test]
    public async Task A_list_is_late_for_the_one_order_and_early_for_the_other()
    {
        var older = await LoseAsync(1);
        pipeline.Clock.Advance(TimeSpan.FromSeconds(4));
        var newer = await LoseAsync(2);
        pipeline.Clock.Advance(TimeSpan.FromSeconds(3));

        await ResolveAsync();

        Assert.That((Absences(older), Absences(newer)), Is.EqualTo((1, 0)), "the send of the newer one may still arrive for 4 s");
    }

    [Test]
    public async Task Each_order_is_found_in_the_list_that_shows_it()
    {
        var (open, closed, absent) = (await LoseAsync(1), await LoseAsync(2), await LoseAsync(3));
        pipeline.Venue.OpenOrders.Add(AtVenue(open, 1, OrdStatus.New));
        pipeline.Venue.ClosedOrders.Add(AtVenue(closed, 2, OrdStatus.Canceled));
        pipeline.Clock.Advance(TimeSpan.FromSeconds(7));

        var followUps = await ResolveAsync();
        foreach (var acknowledged in followUps.Select(followUp => followUp.Message).OfType<OrderAcknowledged>())
        {
            await pipeline.Reconciliation.HandleAsync(acknowledged, CancellationToken.None);
        }

        Assert.That(
            new[] { open, closed, absent }.Select(clOrdId => pipeline.Order(clOrdId).OrdStatus),
            Is.EqualTo(new[] { OrdStatus.New, OrdStatus.Canceled, OrdStatus.Unresolved }));
    }

    [Test]
    public async Task An_order_that_only_a_person_can_end_makes_no_list_of_the_others_longer()
    {
        pipeline.Venue.OnSubmit = _ => new SubmitOutcome.Unknown(SubmitOutcome.IdTaken);
        await LoseAsync(1);
        pipeline.Clock.Advance(TimeSpan.FromMinutes(30));
        pipeline.Venue.OnSubmit = _ => new SubmitOutcome.Unknown("TIMEOUT");
        var lost = await LoseAsync(2);
        var since = pipeline.Now - pipeline.Venue.SettleWindow;
        pipeline.Clock.Advance(TimeSpan.FromSeconds(7));

        await ResolveAsync();

        Assert.That(Absences(lost), Is.EqualTo(1));
        Assert.That(pipeline.Venue.ClosedSince, Is.EquivalentTo(new[] { since - TimeSpan.FromMinutes(30), since }));
    }

    private async Task<string> LoseAsync(int qty)
    {
        pipeline.RefreshAccount();
        var followUps = await pipeline.Submission.HandleAsync(await pipeline.ReleasedAsync(qty: qty, rebalance: $"r{qty}"), CancellationToken.None);
        var unresolved = (SubmissionUnresolved)followUps[^1].Message;
        await pipeline.Reconciliation.HandleAsync(unresolved, CancellationToken.None);
        return unresolved.ClOrdId;
    }

    private Task<IReadOnlyList<FollowUp>> ResolveAsync() => pipeline.Resolver.ResolveDueAsync(CancellationToken.None);

    private int Absences(string clOrdId) => pipeline.Claims(clOrdId).Single().Absences;

    private VenueOrder AtVenue(string clOrdId, int qty, OrdStatus status) => new()
    {
        ClOrdId = clOrdId, OrderId = $"V-{clOrdId}", Symbol = "AAPL", Side = Side.Buy, OrdType = OrdType.Market, OrderQty = qty, TimeInForce = TimeInForce.Day,
        OrdStatus = status, CumQty = 0, TransactTime = pipeline.Now,
    };
}
