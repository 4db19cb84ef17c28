using Pipeline.Bus.FollowUps;
using MassTransit;
using MassTransit.RabbitMqTransport;

namespace Pipeline.Bus.Topology;

/// <summary>
/// Lets an endpoint take up its work when every queue stands, and declare nothing: MassTransit would declare again what it consumes from, which a worker's user may not,
/// and which the broker refuses where a queue was made with other arguments.
/// </summary>
internal sealed class StandingQueues(BusGate gate) : IFilter<ChannelContext>
{
    public void Probe(ProbeContext context) => context.CreateFilterScope("standingQueues");

    public async Task Send(ChannelContext context, IPipe<ChannelContext> next)
    {
        await gate.WaitForQueuesAsync(context.CancellationToken).ConfigureAwait(false);
        await next.Send(new UndeclaringChannel(context)).ConfigureAwait(false);
    }
}
