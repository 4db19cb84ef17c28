using NUnit.Framework;
using Pipeline.Faults;
using Pipeline.Messages.Fix;
using Pipeline.Store.Steps;

namespace Pipeline.Broker.Tests;

/// <summary>Two processes share the work over the broker.</summary>
public sealed class SplitTests
{
    [Test]
    public async Task What_one_process_takes_in_the_other_sends_and_books()
    {
        await using var pipeline = await PipelineOnBroker.StartAsync(BrokerFixture.Uri, data => Deployment.InTwoProcesses(data, BrokerFixture.Uri));
        var (door, venueSide) = (pipeline.Deployment.Programs[0], pipeline.Deployment.Programs[1]);

        await pipeline.PostAsync("""{"rebalance_id":"split","portfolio":"p","orders":[{"symbol":"AAPL","side":"buy","qty":5,"order_type":"market"}]}""");
        var order = await pipeline.EndedOrderAsync("split");

        Assert.That(order.OrdStatus, Is.EqualTo(OrdStatus.Filled));
        Assert.That(
            (await pipeline.HandledAsync(door, Stages.Validation), await pipeline.HandledAsync(venueSide, Stages.Validation)), Is.EqualTo((1, 0)));
        Assert.That(
            (await pipeline.HandledAsync(door, Stages.Submission), await pipeline.HandledAsync(venueSide, Stages.Submission)), Is.EqualTo((0, 1)));
    }
}
