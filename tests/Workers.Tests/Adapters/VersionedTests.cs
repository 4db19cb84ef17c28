using NUnit.Framework;
using Pipeline.Messages.Fix;
using Pipeline.Venues;
using Pipeline.Venues.Versions;

namespace Pipeline.Workers.Tests.Adapters;

/// <summary>Two versions of one venue's adapter side by side.</summary>
public sealed class VersionedTests
{
    private readonly Dictionary<string, string> recorded = [];
    private NamedVenue one = null!;
    private NamedVenue two = null!;
    private VersionedOrderEntry entry = null!;
    private VersionedReports reports = null!;

    [SetUp]
    public void Open()
    {
        recorded.Clear();
        (one, two) = (new NamedVenue("alpaca/1"), new NamedVenue("alpaca/2"));
        string[] names = ["alpaca/2", "alpaca/1"];
        var versions = new AdapterVersions(names, AdapterRoutes.Parse("", names), recorded.GetValueOrDefault);
        entry = new VersionedOrderEntry(versions, new Dictionary<string, IOrderEntry> { ["alpaca/1"] = one, ["alpaca/2"] = two });
        reports = new VersionedReports(versions, new Dictionary<string, IVenueReports> { ["alpaca/1"] = one, ["alpaca/2"] = two });
        recorded["OLD"] = "alpaca/1";
        recorded["NEW"] = "alpaca/2";
    }

    [TearDown]
    public void Close()
    {
        entry.Dispose();
        reports.Dispose();
    }

    [Test]
    public async Task Everything_about_an_order_goes_by_the_version_that_its_row_names()
    {
        foreach (var clOrdId in new[] { "OLD", "NEW" })
        {
            await entry.SubmitAsync(Order(clOrdId), () => null, CancellationToken.None);
            await entry.CancelAsync(new OrderCancelRequest(clOrdId, null, "AAPL", Side.Buy, 10), CancellationToken.None);
            await reports.QueryAsync(new OrderStatusRequest(clOrdId, "AAPL"), CancellationToken.None);
        }

        Assert.That(one.Calls, Is.EqualTo(new[] { "submit OLD", "cancel OLD", "query OLD" }));
        Assert.That(two.Calls, Is.EqualTo(new[] { "submit NEW", "cancel NEW", "query NEW" }));
        Assert.That((entry.Adapter, entry.Carries("alpaca/1"), entry.Carries("alpaca/3")), Is.EqualTo(("alpaca/2", true, false)));
    }

    [Test]
    public async Task Each_version_tells_of_its_own_orders_alone_and_the_first_of_what_is_nobodys()
    {
        foreach (var venue in new[] { one, two })
        {
            venue.Told.AddRange([venue.Trade("OLD", $"{venue.Adapter}-x1"), venue.Trade("NEW", $"{venue.Adapter}-x2"), venue.Trade(null, $"{venue.Adapter}-x3")]);
        }

        var told = await FollowAsync(null);

        Assert.That(told.Select(report => report.ExecId), Is.EquivalentTo(new[] { "alpaca/1-x1", "alpaca/2-x2", "alpaca/2-x3" }), "one trade under two ids would be booked twice");
    }

    [Test]
    public async Task A_watermark_of_a_time_before_versions_is_the_first_ones()
    {
        two.Told.AddRange([two.Trade("NEW", "x1"), two.Trade("NEW", "x2")]);

        Assert.That((await FollowAsync("1")).Select(report => report.ExecId), Is.EqualTo(new[] { "x2" }));
    }

    [Test]
    public async Task A_list_is_whole_only_when_every_version_has_answered()
    {
        one.Open.AddRange([NamedVenue.Order("OLD"), NamedVenue.Order("NEW")]);
        two.Open.AddRange([NamedVenue.Order("OLD"), NamedVenue.Order("NEW"), NamedVenue.Order("EXTERNAL")]);
        var whole = (VenueAnswer<IReadOnlyList<VenueOrder>>.Stated)await reports.OpenOrdersAsync(CancellationToken.None);
        one.IsAway = true;

        Assert.That(whole.Value.Select(order => order.ClOrdId), Is.EquivalentTo(new[] { "NEW", "EXTERNAL", "OLD" }));
        Assert.That(await reports.OpenOrdersAsync(CancellationToken.None), Is.TypeOf<VenueAnswer<IReadOnlyList<VenueOrder>>.Unavailable>());
    }

    private static NewOrderSingle Order(string clOrdId) => new()
    {
        ClOrdId = clOrdId, Account = "acc", Symbol = "AAPL", Side = Side.Buy, OrdType = OrdType.Limit, OrderQty = 10, Price = 100, TimeInForce = TimeInForce.Day,
        TransactTime = DateTimeOffset.UnixEpoch,
    };

    private async Task<IReadOnlyList<ExecutionReport>> FollowAsync(string? watermark)
    {
        var told = new List<ExecutionReport>();
        while (await reports.ReportsSinceAsync(watermark, CancellationToken.None) is { IsEmpty: false } page)
        {
            told.AddRange(page.Reports);
            watermark = page.Watermark;
        }

        return told;
    }
}
