using System.Net;
using System.Text;

namespace Pipeline.Venues.Binance.Tests;

/// <summary>What is left of a coin whose pair Binance has taken away keeps nothing else of the account from being told.</summary>
public sealed class DelistedPairTests
{
    [Test]
    public void Its_coins_are_a_position_that_is_worth_nothing_there_and_the_rest_is_stated()
    {
        using var binance = new VenueBehind<Delisted>((venue, _) => new Delisted(venue, "BNBUSDT"));
        foreach (var symbol in new[] { "BTC/USDT", "BNB/USDT" })
        {
            Assert.That(Trading.Done(binance.Entry.SubmitAsync(Trading.Order(symbol[..3]) with { Symbol = symbol }, () => null, CancellationToken.None)), Is.TypeOf<SubmitOutcome.Acknowledged>());
        }

        binance.Handler.IsDelisted = true;
        var account = Trading.Done(binance.Reports.AccountAsync(CancellationToken.None));

        Assert.That(account.Positions, Is.EquivalentTo(new Dictionary<string, decimal> { ["BTC/USDT"] = 10, ["BNB/USDT"] = 10 }));
        Assert.That(account.Equity, Is.EqualTo(account.Cash + 995));
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
