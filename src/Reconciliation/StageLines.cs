using Pipeline.Messages.Orders;
using Pipeline.Store;
using Pipeline.Store.Tables;

namespace Pipeline.Reconciliation;

/// <summary>
/// How far stages have come with the orders that were called to them. Whoever was called after one that its stage has just worked off has others before it and is not
/// stuck: after an outage a hundred thousand orders that wait for their turn would each be told of, and be called a second time, while the stage does what it can.
/// </summary>
/// <param name="session">The turn.</param>
/// <param name="started">When this process started: the others may have started with it, and the first orders are still on their way to them.</param>
/// <param name="now">When the turn is.</param>
internal sealed class StageLines(StoreSession session, DateTimeOffset started, DateTimeOffset now)
{
    private readonly Dictionary<string, long?> fronts = [];

    /// <summary>
    /// When an order that has others before it is looked at again: when it has waited twice as long, so that of a line of a million each is looked at a few times and
    /// not every ten seconds. Null when it has none before it, or its stage works off nothing.
    /// </summary>
    /// <param name="stage">Where it waits.</param>
    /// <param name="call">What called it there.</param>
    /// <param name="within">How long ago the stage may have worked off the last one.</param>
    public DateTimeOffset? NextLook(string stage, OrderMessage call, TimeSpan within)
    {
        if (Front(stage, within) is not { } front)
        {
            return now < started + within ? started + within : null;
        }

        return front < call.Seq ? now + (now - call.At) : null;
    }

    private long? Front(string stage, TimeSpan within)
    {
        if (!fronts.TryGetValue(stage, out var front))
        {
            fronts[stage] = front = JournalTable.OldestCallWorkedOff(session, stage, now - within);
        }

        return front;
    }
}
