using System.Net;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Pipeline.Messages.Fix;
using Pipeline.Simulation.VenueSimulator;

namespace Pipeline.Venues.Binance.Tests;

/// <summary>Lists since a time more than a day ago are whole also where Binance answers a time with the day after it and no more.</summary>
public sealed class LongAgoTests
{
    [Test]
    public void What_came_more_than_a_day_later_is_listed_all_the_same()
    {
        var context = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        var clock = new FakeTimeProvider(Trading.Ten);
        using var venue = new SimulatedVenue(new SimulatorOptions { Dialect = VenueDialect.Binance, RateLimitPerMinute = 0, KeyId = "key", SecretKey = "hush" }, clock);
        venue.Load(ScriptJson.ReadScript("""{"quotes":[{"symbol":"BTC/USDT","bid":99,"ask":100},{"symbol":"BNB/USDT","bid":500,"ask":500}]}"""));
        using var handler = new ADayAndNoMore(new SimulatedVenueHandler(venue), clock);
        var credentials = new BinanceCredentials("key", "hush");
        using var reports = new BinanceReports(handler, null, "acc", Trading.Options, credentials, clock, NullLogger<BinanceReports>.Instance);
        using var entry = new BinanceOrderEntry(handler, Trading.Options, credentials, clock, NullLogger.Instance);
        Trading.Done(entry.SubmitAsync(Trading.Order("A"), () => null, CancellationToken.None));

        var executions = Trading.Done(reports.ExecutionsAsync(Trading.Ten.AddDays(-2), CancellationToken.None));

        Assert.That((executions as VenueAnswer<IReadOnlyList<ExecutionReport>>.Stated)?.Value.Select(execution => execution.ClOrdId), Is.EqualTo(new[] { "A" }));
        Assert.That(handler.Emptied, Is.GreaterThan(0));
        SynchronizationContext.SetSynchronizationContext(context);
    }

    private sealed class ADayAndNoMore(HttpMessageHandler venue, TimeProvider clock) : DelegatingHandler(venue)
    {
        public int Emptied { get; private set; }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var start = request.RequestUri!.Query.TrimStart('?').Split('&').FirstOrDefault(part => part.StartsWith("startTime=", StringComparison.Ordinal));
            if (start is null || clock.GetUtcNow() - DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(start.Split('=')[1])) < TimeSpan.FromDays(1))
            {
                return base.SendAsync(request, cancellationToken);
            }

            Emptied++;
            return Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent("[]", Encoding.UTF8, "application/json") });
        }
    }
}
