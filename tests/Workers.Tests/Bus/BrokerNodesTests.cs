using NUnit.Framework;
using Pipeline.Bus.Topology;
using RabbitMQ.Client;

namespace Pipeline.Workers.Tests.Bus;

/// <summary>In which order a process tries the nodes of a broker.</summary>
public sealed class BrokerNodesTests
{
    private static readonly AmqpTcpEndpoint[] Nodes = [new("mq1", 5672), new("mq2", 5672), new("mq3", 5672)];

    [Test]
    public void Nodes_of_which_nothing_is_known_come_in_any_order()
    {
        var nodes = new BrokerNodes();
        var firsts = Enumerable.Range(0, 200).Select(_ => nodes.InOrder(Nodes)[0].HostName).Distinct();

        Assert.That(firsts, Is.EquivalentTo(new[] { "mq1", "mq2", "mq3" }));
    }

    [Test]
    public void The_one_that_has_answered_last_comes_first()
    {
        var nodes = new BrokerNodes();
        nodes.Answered(Nodes[0]);
        nodes.Answered(Nodes[2]);

        Assert.That(Orders(nodes).Select(order => order[0]), Is.All.EqualTo("mq3"));
    }

    [Test]
    public void One_that_did_not_answer_comes_last_until_it_does()
    {
        var nodes = new BrokerNodes();
        nodes.Answered(Nodes[1]);
        nodes.Silent(Nodes[1]);
        Assert.That(Orders(nodes).Select(order => order[2]), Is.All.EqualTo("mq2"));

        nodes.Answered(Nodes[1]);
        Assert.That(Orders(nodes).Select(order => order[0]), Is.All.EqualTo("mq2"));
    }

    private static List<string[]> Orders(BrokerNodes nodes) => [.. Enumerable.Range(0, 50).Select(_ => nodes.InOrder(Nodes).Select(node => node.HostName).ToArray())];
}
