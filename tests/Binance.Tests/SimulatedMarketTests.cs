using System.Text.Json;
using Pipeline.Simulation.VenueSimulator;

namespace Pipeline.Venues.Binance.Tests;

/// <summary>What the simulated venue says of its pairs to whoever asks, with another client than ours.</summary>
public sealed class SimulatedMarketTests
{
    private readonly Trading trading = new();

    [OneTimeTearDown]
    public void Close() => trading.Dispose();

    [Test]
    public void Without_a_symbol_every_pair_is_listed_those_of_the_script_too()
    {
        var symbols = Ask("api/v3/exchangeInfo").GetProperty("symbols").EnumerateArray().Select(symbol => symbol.GetProperty("symbol").GetString());

        Assert.That(symbols, Is.SupersetOf(new[] { "BTCUSDT", "ETHUSDT", "BNBUSDT" }).And.Unique);
    }

    [Test]
    public void Of_one_symbol_the_ticker_is_an_object_and_of_several_a_list()
    {
        Assert.That(Ask("api/v3/ticker/bookTicker?symbol=BTCUSDT").GetProperty("askPrice").GetString(), Is.EqualTo("100.00000000"));
        Assert.That(Ask("api/v3/ticker/bookTicker?symbols=[\"BTCUSDT\"]").EnumerateArray().Single().GetProperty("bidPrice").GetString(), Is.EqualTo("99.00000000"));
        Assert.That(Ask("api/v3/ticker/bookTicker").GetArrayLength(), Is.GreaterThan(1));
    }

    private JsonElement Ask(string path)
    {
        using var client = new HttpClient(new SimulatedVenueHandler(trading.Venue)) { BaseAddress = new Uri("http://venue.test/") };
        return JsonDocument.Parse(Trading.Done(client.GetStringAsync(new Uri(path, UriKind.Relative)))).RootElement;
    }
}
