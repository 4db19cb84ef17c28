using System.Text.Json;
using NUnit.Framework;
using Pipeline.Faults;
using Pipeline.Messages.Fix;

namespace Pipeline.Broker.Tests;

/// <summary>A broker with an alarm takes no publishes: what is recorded waits, the process says so, and afterwards it goes on.</summary>
public sealed class BlockedBrokerTests
{
    [Test]
    public async Task Readiness_names_it_while_orders_are_recorded_and_they_fill_when_it_is_over()
    {
        await using var server = new RabbitMqServer();
        await server.StartAsync();
        await using var pipeline = await PipelineOnBroker.StartAsync(null, data => Deployment.InTwoProcesses(data, server.Uri));
        using var http = new HttpClient();
        await server.RunCtlAsync("set_disk_free_limit", "900GB");

        await pipeline.PostAsync("""{"rebalance_id":"alarm","portfolio":"p","orders":[{"symbol":"AAPL","side":"buy","qty":5,"order_type":"market"}]}""");
        await PipelineOnBroker.UntilAsync(async () => await PublishingAsync(http, pipeline) is var said && said != "ok" ? said : null, "readiness names it");

        await server.RunCtlAsync("set_disk_free_limit", "50MB");
        Assert.That((await pipeline.EndedOrderAsync("alarm")).OrdStatus, Is.EqualTo(OrdStatus.Filled));
        await pipeline.PostAsync("""{"rebalance_id":"after","portfolio":"p","orders":[{"symbol":"AAPL","side":"buy","qty":5,"order_type":"market"}]}""");
        await PipelineOnBroker.UntilAsync(async () => await PublishingAsync(http, pipeline) is "ok" ? "ok" : null, "readiness is well again");
    }

    private static async Task<string?> PublishingAsync(HttpClient http, PipelineOnBroker pipeline)
    {
        using var answer = await http.GetAsync(new Uri(pipeline.Deployment.Door, "/health/ready"));
        using var body = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        return body.RootElement.GetProperty("checks").GetProperty("publishing").GetString();
    }
}
