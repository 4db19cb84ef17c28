using NUnit.Framework;
using Pipeline.Venues.Versions;

namespace Pipeline.Workers.Tests.Adapters;

/// <summary>Which version of an adapter carries a new order, and which one an order is of.</summary>
public sealed class RouteTests
{
    private static readonly string[] Both = ["alpaca/2", "alpaca/1"];

    [Test]
    public void Without_routes_the_first_carries_everything() => Assert.That(Versions("").Route("momentum", "L1"), Is.EqualTo("alpaca/2"));

    [Test]
    public void A_strategys_own_route_goes_before_shares()
    {
        var versions = Versions("momentum=alpaca/1,100%=alpaca/2");

        Assert.That((versions.Route("momentum", "L1"), versions.Route("value", "L1")), Is.EqualTo(("alpaca/1", "alpaca/2")));
    }

    [Test]
    public void A_share_is_about_so_many_lines_and_a_line_is_always_of_the_same()
    {
        var versions = Versions("10%=alpaca/1");
        var lines = Enumerable.Range(0, 5_000).Select(i => $"LINE{i}").ToList();

        Assert.That(lines.Count(line => versions.Route("s", line) == "alpaca/1"), Is.InRange(400, 600));
        Assert.That(lines.Select(line => versions.Route("s", line)), Is.EqualTo(lines.Select(line => Versions("10%=alpaca/1").Route("other", line))));
    }

    [TestCase("100%=alpaca/1")]
    [TestCase("60%=alpaca/1,40%=alpaca/1")]
    public void A_whole_is_everything(string routes) => Assert.That(
        Enumerable.Range(0, 2_000).Select(i => Versions(routes).Route("s", $"L{i}")), Has.All.EqualTo("alpaca/1"));

    [TestCase("momentum", "is no route")]
    [TestCase("momentum=alpaca/3", "leads to alpaca/3, which is not among alpaca/2, alpaca/1")]
    [TestCase("a=alpaca/1,a=alpaca/2", "strategy a has two routes")]
    [TestCase("0%=alpaca/1", "'0%' is no share")]
    [TestCase("60%=alpaca/1,50%=alpaca/2", "more than 100%")]
    public void What_is_no_route_is_refused_and_named(string routes, string said) => Assert.That(() => Versions(routes), Throws.TypeOf<FormatException>().With.Message.Contains(said));

    [Test]
    public void An_order_is_of_the_version_that_its_row_names_whatever_the_routes_are_now()
    {
        var versions = Versions("100%=alpaca/2", clOrdId => clOrdId == "OLD" ? "alpaca/1" : clOrdId == "GONE" ? "alpaca/0" : null);

        Assert.That((versions.Of("OLD"), versions.Of("NEW"), versions.Of("GONE"), versions.Of(null)), Is.EqualTo(("alpaca/1", "alpaca/2", "alpaca/2", "alpaca/2")));
    }

    [TestCase("alpaca/2", "is no adapter with its hash")]
    [TestCase("Alpaca/2@", "is no adapter with its hash")]
    public void An_adapter_without_its_hash_is_refused(string text, string said) =>
        Assert.That(() => AdapterName.ListOf(text), Throws.TypeOf<FormatException>().With.Message.Contains(said));

    [Test]
    public void An_adapter_that_is_named_twice_is_refused()
    {
        var one = $"alpaca/2@{new string('a', 64)}";

        Assert.That(() => AdapterName.ListOf($"{one},{one}"), Throws.TypeOf<FormatException>().With.Message.EqualTo("alpaca/2 is named twice"));
    }

    private static AdapterVersions Versions(string routes, Func<string, string?>? recorded = null) => new(Both, AdapterRoutes.Parse(routes, Both), recorded ?? (_ => null));
}
