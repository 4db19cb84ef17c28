using Pipeline.Store.Tables;

namespace Pipeline.Simulation.Queues;

/// <summary>One message on its way to one queue's consumer, until that has acknowledged it.</summary>
internal sealed class Delivery(FollowUp followUp)
{
    public FollowUp FollowUp => followUp;
}
