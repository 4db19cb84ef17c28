using System.Web;
using Pipeline.Messages.Fix;

namespace Pipeline.Venues.Alpaca.Tests;

/// <summary>That a look finds every order that has changed, however long ago it was placed, and asks for few others.</summary>
public sealed class ChangedOrderTests
{
    private static readonly DateTimeOffset LongAgo = Sample.Ten.AddDays(-30);

    private readonly List<Placed> orders = [];
    private VenueUnderTest venue = null!;

    [SetUp]
    public void Start()
    {
        orders.Clear();
        venue = new VenueUnderTest();
        var others = venue.Http.OnRequest;
        venue.Http.OnRequest = asked => asked.StartsWith("GET /v2/orders", StringComparison.Ordinal) ? Orders(asked) : others(asked);
    }

    [TearDown]
    public void Stop() => venue.Dispose();

    [Test]
    public void An_order_of_long_ago_that_has_ended_while_nothing_was_heard_is_asked_for_once_and_nothing_else_of_then()
    {
        Have("v-old", LongAgo);
        Have("v-other", LongAgo);
        Have("v-new", Sample.Ten);
        Look();

        End("v-old");
        Assert.That(Look(), Is.EqualTo(new[] { ("v-old", ExecType.Canceled) }));
        Assert.That(venue.Http.Asked.Where(asked => asked.Contains("orders")), Is.EqualTo(new[]
        {
            "GET /v2/orders?status=all&limit=500&direction=asc&nested=false&after=2026-03-02T14%3A58%3A59.9990000Z",
            "GET /v2/orders?status=open&limit=500&direction=asc&nested=false",
            "GET /v2/orders/v-old",
        }));

        Assert.That(Look(), Is.Empty);
        Assert.That(venue.Http.Asked, Has.None.Contains("v-old"));
    }

    [Test]
    public void It_is_found_too_by_a_process_that_was_not_there_when_it_was_open()
    {
        Have("v-old", LongAgo);
        Have("v-new", Sample.Ten);
        Look();

        End("v-old");
        venue.Restart();

        Assert.That(Look(), Does.Contain(("v-old", ExecType.Canceled)));
    }

    [Test]
    public void Of_many_that_have_ended_together_all_but_the_oldest_are_listed_at_once()
    {
        var ids = Enumerable.Range(0, 300).Select(number => $"v-{number}").ToList();
        ids.ForEach(id => Have(id, LongAgo.AddHours(orders.Count)));
        Have("v-new", Sample.Ten);
        Look();

        ids.ForEach(End);

        Assert.That(Look().Select(report => report.OrderId), Is.EquivalentTo(ids));
        Assert.That(venue.Http.Asked.Where(asked => asked.Contains("orders/v-")), Is.EqualTo(Enumerable.Range(0, 10).Select(number => $"GET /v2/orders/v-{number}")));
        Assert.That(venue.Http.Asked.Count(asked => asked.Contains("orders?")), Is.EqualTo(3));
    }

    [Test]
    public void One_that_can_not_be_read_when_it_has_ended_is_asked_for_until_it_can()
    {
        Have("v-old", LongAgo);
        Have("v-new", Sample.Ten);
        Look();
        End("v-old");
        var whole = orders[0];
        orders[0] = whole with { Filled = "null" };
        Assert.That(Look(), Is.Empty);
        Assert.That(Look(), Is.Empty);

        orders[0] = whole;

        Assert.That(Look(), Is.EqualTo(new[] { ("v-old", ExecType.Canceled) }));
    }

    [Test]
    public void One_that_the_venue_does_not_know_any_more_is_asked_for_once()
    {
        Have("v-old", LongAgo);
        Have("v-new", Sample.Ten);
        Look();
        orders.RemoveAt(0);

        Assert.That(Look(), Is.Empty);
        Assert.That(venue.Http.Asked, Has.Exactly(1).Contains("v-old"));
        Assert.That(Look(), Is.Empty);
        Assert.That(venue.Http.Asked, Has.None.Contains("v-old"));
    }

    private void Have(string id, DateTimeOffset placed) => orders.Add(new Placed(id, placed, placed, "new"));

    private void End(string id)
    {
        var at = orders.FindIndex(order => order.Id == id);
        orders[at] = orders[at] with { Status = "canceled", Changed = venue.Now };
    }

    private IReadOnlyList<(string OrderId, ExecType ExecType)> Look()
    {
        venue.Http.Asked.Clear();
        venue.Pass(StubVenue.Options.PollInterval);
        return [.. venue.Next().Select(report => (report.OrderId, report.ExecType))];
    }

    private HttpResponseMessage Orders(string asked)
    {
        if (!asked.Contains('?', StringComparison.Ordinal))
        {
            return orders.Find(order => asked.EndsWith($"/{order.Id}", StringComparison.Ordinal)) is { } one
                ? StubVenue.Json(one.Json)
                : StubVenue.Error(404, 40410000, "order not found");
        }

        var query = HttpUtility.ParseQueryString(asked[asked.IndexOf('?')..]);
        var found = orders
            .Where(order => (query["status"] == "all" || order.Status == "new") && (query["after"] is not { } after || order.At > DateTimeOffset.Parse(after)))
            .OrderBy(order => order.At)
            .Take(int.Parse(query["limit"]!));
        return StubVenue.Json(Sample.List([.. found.Select(order => order.Json)]));
    }

    private sealed record Placed(string Id, DateTimeOffset At, DateTimeOffset Changed, string Status, string Filled = "\"0\"")
    {
        public string Json => Sample.Order(Id, Id, Status, filled: Filled, placed: At, changed: Changed);
    }
}
