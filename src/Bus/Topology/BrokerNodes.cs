using System.Collections.Concurrent;
using RabbitMQ.Client;

namespace Pipeline.Bus.Topology;

/// <summary>
/// What a process knows of the broker's nodes: who has answered last is asked first, and who took a connection and answered nothing on it is asked last. A node can be left in that state when it loses its majority while it
/// starts, for as long as nobody restarts it, and MassTransit stays on a connection once it has it.
/// </summary>
public sealed class BrokerNodes
{
    private readonly ConcurrentDictionary<string, bool> answers = new();
    private volatile string? last;

    /// <summary>Notes that a node has answered a question.</summary>
    public void Answered(AmqpTcpEndpoint node)
    {
        answers[NameOf(node)] = true;
        last = NameOf(node);
    }

    /// <summary>Notes that a node did not answer in time, though it had taken the connection.</summary>
    public void Silent(AmqpTcpEndpoint node)
    {
        answers[NameOf(node)] = false;
        if (last == NameOf(node))
        {
            last = null;
        }
    }

    /// <summary>The nodes in the order in which they are to be tried; those of which the same is known in any order, so that processes spread over them.</summary>
    public IReadOnlyList<AmqpTcpEndpoint> InOrder(IReadOnlyList<AmqpTcpEndpoint> nodes)
    {
        var shuffled = nodes.ToArray();
        Random.Shared.Shuffle(shuffled);
        return [.. shuffled.OrderBy(node => NameOf(node) == last ? 0 : answers.GetValueOrDefault(NameOf(node), true) ? 1 : 2)];
    }

    private static string NameOf(AmqpTcpEndpoint node) => $"{node.HostName}:{node.Port}";
}

/// <summary>Tries a broker's nodes in the order that <see cref="BrokerNodes"/> says at that time.</summary>
internal sealed class BrokerNodesResolver(BrokerNodes known, IReadOnlyList<AmqpTcpEndpoint> nodes) : IEndpointResolver
{
    public IEnumerable<AmqpTcpEndpoint> All() => known.InOrder(nodes);
}
