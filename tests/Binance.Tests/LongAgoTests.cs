using System.Net;
using System.Text;
using Pipeline.Messages.Fix;

namespace Pipeline.Venues.Binance.Tests;

/// <summary>Lists since a time more than a day ago are whole also where Binance answers a time with the day after it and no more.</summary>
public sealed class LongAgoTests
{
    [Test]
    public void What_came_more_than_a_day_later_is_listed_all_the_same()
    {
        using var binance = new VenueBehind<ADayAndNoMore>((venue, clock) => new ADayAndNoMore(venue, clock));
        Trading.Done(binance.Entry.SubmitAsync(Trading.Order("A"), () => null, CancellationToken.None));

        var executions = Trading.Done(binance.Reports.ExecutionsAsync(Trading.Ten.AddDays(-2), CancellationToken.None));

        Assert.That((executions as VenueAnswer<IReadOnlyList<ExecutionReport>>.Stated)?.Value.Select(execution => execution.ClOrdId), Is.EqualTo(new[] { "A" }));
        Assert.That(binance.Handler.Emptied, Is.GreaterThan(0));
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
