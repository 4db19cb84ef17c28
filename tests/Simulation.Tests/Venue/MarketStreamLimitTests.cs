using System.Text;
using Microsoft.Extensions.Time.Testing;
using NUnit.Framework;
using Pipeline.Simulation.VenueSimulator;

namespace Pipeline.Simulation.Tests.Venue;

/// <summary>Alpaca takes one connection to the stream of market data from an account, and several to that of trade updates.</summary>
public sealed class MarketStreamLimitTests
{
    private SimulatedVenue venue = null!;

    [SetUp]
    public void Open() => venue = new SimulatedVenue(new SimulatorOptions(), new FakeTimeProvider(new DateTimeOffset(2026, 3, 2, 15, 0, 0, TimeSpan.Zero)));

    [TearDown]
    public void Close() => venue.Dispose();

    [Test]
    public async Task A_second_connection_is_refused_until_the_first_is_gone()
    {
        using var first = venue.Connect(isOfMarket: true);
        Assert.That(await GreetAsync(first), Is.EqualTo("""[{"T":"success","msg":"authenticated"}]"""));

        using var second = venue.Connect(isOfMarket: true);
        Assert.That(await GreetAsync(second), Is.EqualTo("""[{"T":"error","code":406,"msg":"connection limit exceeded"}]"""));

        first.Dispose();
        using var third = venue.Connect(isOfMarket: true);
        Assert.That(await GreetAsync(third), Is.EqualTo("""[{"T":"success","msg":"authenticated"}]"""));
    }

    [Test]
    public async Task What_the_refused_one_asks_for_is_not_told_and_the_first_goes_on()
    {
        using var first = venue.Connect(isOfMarket: true);
        await GreetAsync(first);
        using var second = venue.Connect(isOfMarket: true);
        await GreetAsync(second);

        Assert.That(await AskAsync(second, """{"action":"subscribe","quotes":["AAPL"]}"""), Does.Contain("\"code\":400"));
        Assert.That(await AskAsync(first, """{"action":"subscribe","quotes":["AAPL"]}"""), Does.Contain("\"quotes\":[\"AAPL\"]"));
    }

    private static async Task<string> GreetAsync(SimulatedSocket socket)
    {
        await socket.ReceiveAsync(CancellationToken.None);
        return await AskAsync(socket, """{"action":"auth","key":"key","secret":"secret"}""");
    }

    private static async Task<string> AskAsync(SimulatedSocket socket, string message)
    {
        await socket.SendAsync(Encoding.UTF8.GetBytes(message), CancellationToken.None);
        return Encoding.UTF8.GetString((await socket.ReceiveAsync(CancellationToken.None))!.Value.Span);
    }
}
