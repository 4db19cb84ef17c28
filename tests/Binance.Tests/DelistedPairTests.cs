using System.Net;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Pipeline.Messages.Fix;
using Pipeline.Simulation.VenueSimulator;

namespace Pipeline.Venues.Binance.Tests;

/// <summary>What is left of a coin whose pair Binance has taken away keeps nothing else of the account from being told.</summary>
public sealed class DelistedPairTests
{
    [Test]
    public void Its_coins_are_a_position_that_is_worth_nothing_there_and_the_rest_is_stated()
    {
        var context = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        var clock = new FakeTimeProvider(Trading.Ten);
        using var venue = new SimulatedVenue(new SimulatorOptions { Dialect = VenueDialect.Binance, RateLimitPerMinute = 0, KeyId = "key", SecretKey = "hush" }, clock);
        venue.Load(ScriptJson.ReadScript("""{"quotes":[{"symbol":"BTC/USDT","bid":99,"ask":100},{"symbol":"BNB/USDT","bid":500,"ask":500}]}"""));
        using var handler = new Delisted(new SimulatedVenueHandler(venue), "BNBUSDT");
        var credentials = new BinanceCredentials("key", "hush");
        using var reports = new BinanceReports(handler, null, "acc", Trading.Options, credentials, clock, NullLogger<BinanceReports>.Instance);
        using var entry = new BinanceOrderEntry(handler, Trading.Options, credentials, clock, NullLogger.Instance);
        foreach (var symbol in new[] { "BTC/USDT", "BNB/USDT" })
        {
            Assert.That(Trading.Done(entry.SubmitAsync(Trading.Order(symbol[..3]) with { Symbol = symbol }, () => null, CancellationToken.None)), Is.TypeOf<SubmitOutcome.Acknowledged>());
        }

        handler.IsDelisted = true;
        var account = Trading.Done(reports.AccountAsync(CancellationToken.None));

        Assert.That(account.Positions, Is.EquivalentTo(new Dictionary<string, decimal> { ["BTC/USDT"] = 10, ["BNB/USDT"] = 10 }));
        Assert.That(account.Equity, Is.EqualTo(account.Cash + 995));
        SynchronizationContext.SetSynchronizationContext(context);
    }

    private sealed class Delisted(HttpMessageHandler venue, string symbol) : DelegatingHandler(venue)
    {
        public bool IsDelisted { get; set; }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            IsDelisted && request.RequestUri!.Query.Contains(symbol, StringComparison.Ordinal)
                ? Task.FromResult(new HttpResponseMessage(HttpStatusCode.BadRequest) { Content = new StringContent("""{"code":-1121,"msg":"Invalid symbol."}""", Encoding.UTF8, "application/json") })
                : base.SendAsync(request, cancellationToken);
    }
}
