using Microsoft.Extensions.Options;
using NUnit.Framework;
using Pipeline.Messages.Fix;
using Pipeline.Reconciliation;
using Pipeline.Store.Tables;
using Pipeline.Trading.Sessions;
using Pipeline.Venues;
using Answer = Pipeline.Venues.VenueAnswer<(Pipeline.Messages.Fix.SecurityTradingStatus Status, string Text)>;

namespace Pipeline.Workers.Tests.Stages;

/// <summary>Whether the symbols of open orders trade, asked of the venue one by one.</summary>
public sealed class StatusSnapshotsTests
{
    private PipelineUnderTest pipeline = null!;
    private StatusSnapshots statuses = null!;
    private List<string> asked = null!;

    [SetUp]
    public async Task OpenTwo()
    {
        pipeline = new PipelineUnderTest();
        await pipeline.TakeAsync("""{"rebalance_id":"r","portfolio":"core","orders":[{"symbol":"AAPL","side":"buy","qty":1,"order_type":"market"},{"symbol":"MSFT","side":"buy","qty":1,"order_type":"market"}]}""");
        statuses = new StatusSnapshots(pipeline.Store, pipeline.Venue, Options.Create(new SessionOptions { SecurityStatus = SecurityStatusSource.Venue }), pipeline.Clock);
        asked = [];
        pipeline.Venue.SecurityStatusOf = symbol =>
        {
            asked.Add(symbol);
            return symbol == "AAPL" ? new Answer.Unavailable(VenueFault.Unreadable, "it has no status") : new Answer.Stated((SecurityTradingStatus.ReadyToTrade, "it trades"));
        };
    }

    [TearDown]
    public void End() => pipeline.Dispose();

    [Test]
    public async Task One_that_can_t_be_read_is_said_and_keeps_none_behind_it_from_being_asked()
    {
        for (var second = 0; second < 60; second++)
        {
            await TakeAsync();
            pipeline.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        var told = pipeline.Store.Read(session => SecurityStatusTable.Find(session, "paper", "MSFT", StatusSource.Venue));
        Assert.That(pipeline.Now - told?.At, Is.LessThanOrEqualTo(TimeSpan.FromSeconds(11)));
        Assert.That(asked.Count(symbol => symbol == "AAPL"), Is.EqualTo(2), "it is asked again after half a minute, then after a minute");
        Assert.That(asked.Count(symbol => symbol == "MSFT"), Is.EqualTo(6));
    }

    [Test]
    public async Task With_the_venue_away_all_of_them_wait()
    {
        pipeline.Venue.SecurityStatusOf = symbol =>
        {
            asked.Add(symbol);
            return new Answer.Unavailable(VenueFault.Transport, "nobody is there");
        };

        await TakeAsync();

        Assert.That(asked, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Who_follows_the_account_anew_asks_at_once()
    {
        await TakeAsync();
        await TakeAsync();
        Assert.That(asked.Count(symbol => symbol == "MSFT"), Is.EqualTo(1));

        await TakeAsync(term: 2);

        Assert.That(asked.Count(symbol => symbol == "MSFT"), Is.EqualTo(2));
    }

    private async Task TakeAsync(long term = 1)
    {
        try
        {
            await statuses.TakeDueAsync(term, CancellationToken.None);
        }
        catch (VenueUnavailableException e)
        {
            Assert.That(e.Message, Does.Contain("AAPL"));
        }
    }
}
