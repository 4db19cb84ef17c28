using NUnit.Framework;
using Pipeline.Faults;
using Pipeline.Messages.Fix;
using Pipeline.Postgres;
using Pipeline.Store.Steps;

namespace Pipeline.Broker.Tests;

/// <summary>Two hosts of each worker over one PostgreSQL database and one broker.</summary>
public sealed class TwoHostsTests
{
    [OneTimeTearDown]
    public Task StopPostgres() => TestDatabase.StopAsync();

    [Test]
    public async Task Both_take_in_judge_and_send_and_what_one_is_told_to_halt_the_other_does_not_send()
    {
        using var database = await TestDatabase.CreateAsync();
        await using var pipeline = await PipelineOnBroker.StartAsync(
            BrokerFixture.Uri, data => Deployment.OnTwoHosts(data, BrokerFixture.Uri, database.Address), database.Database);
        var doors = pipeline.Deployment.Doors;
        Assert.That(doors, Has.Count.EqualTo(2));

        await Task.WhenAll(Enumerable.Range(0, 40).Select(i => pipeline.PostAsync(doors[i % 2], Intent($"a{i}"))));
        var statuses = new List<OrdStatus>();
        for (var i = 0; i < 40; i++)
        {
            statuses.Add((await pipeline.EndedOrderAsync($"a{i}")).OrdStatus);
        }

        Assert.That(statuses, Is.All.EqualTo(OrdStatus.Filled));
        foreach (var stage in new[] { Stages.Validation, Stages.Session, Stages.Submission })
        {
            foreach (var program in pipeline.Deployment.Programs.Where(program => program.Hosts(stage)))
            {
                Assert.That(await pipeline.HandledAsync(program, stage), Is.GreaterThan(0), $"{stage} of {program.Name} had nothing to do");
            }
        }

        await pipeline.ActAsync(HttpMethod.Put, "/v1/halts/all");
        await Task.WhenAll(Enumerable.Range(0, 10).Select(i => pipeline.PostAsync(doors[i % 2], Intent($"h{i}"))));
        for (var i = 0; i < 10; i++)
        {
            Assert.That((await pipeline.EndedOrderAsync($"h{i}")).OrdStatus, Is.EqualTo(OrdStatus.Denied));
        }
    }

    private static string Intent(string rebalance) =>
        $$"""{"rebalance_id":"{{rebalance}}","portfolio":"p","orders":[{"symbol":"AAPL","side":"buy","qty":5,"order_type":"market"}]}""";
}
