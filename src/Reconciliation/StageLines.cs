using Pipeline.Messages.Orders;
using Pipeline.Store;
using Pipeline.Store.Tables;

namespace Pipeline.Reconciliation;

/// <summary>
/// How far stages have come with the orders that were called to them. Whoever was called after one that its stage has just worked off has others before it and is not
/// stuck: after an outage a hundred thousand orders that wait for their turn would each be told of, and be called a second time, while the stage does what it can.
/// Of a line that does not move the first ones are stuck, and the rest waits behind them: a hundred thousand pages say no more than twenty. Where those are worked off, called a second time,
/// and still nobody else is, the calls of the others are lost, and they are all called again.
/// </summary>
/// <param name="session">The turn.</param>
/// <param name="started">When this process started: the others may have started with it, and the first orders are still on their way to them. Later than now, the clock was set back since, and it says nothing.</param>
/// <param name="now">When the turn is.</param>
internal sealed class StageLines(StoreSession session, DateTimeOffset started, DateTimeOffset now)
{
    /// <summary>So many orders of a line that does not move are stuck in six times as long as one may wait, a minute by default.</summary>
    public const int MostStuck = 20;

    private readonly Dictionary<string, long?> fronts = [];
    private readonly Dictionary<string, int> stuck = [];

    /// <summary>
    /// When an order that has others before it is looked at again: when it has waited twice as long, so that of a line of a million each is looked at a few times and
    /// not every ten seconds. Null when it is stuck: it has none before it, or its stage works off nothing.
    /// </summary>
    /// <param name="stage">Where it waits.</param>
    /// <param name="call">What called it there.</param>
    /// <param name="within">How long ago the stage may have worked off the last one.</param>
    public DateTimeOffset? NextLook(string stage, OrderMessage call, TimeSpan within)
    {
        if (Front(stage, within) is not { } front)
        {
            return started <= now && now < started + within ? started + within : IsOfTheStuck(stage, within) ? null : now + (now - call.At);
        }

        return front < call.Seq ? now + (now - call.At) : null;
    }

    private bool IsOfTheStuck(string stage, TimeSpan within)
    {
        if (!stuck.TryGetValue(stage, out var already))
        {
            // A moment later: where the stage has just begun again, the next one is not called a second time, and tells.
            already = JournalTable.HasWorkedOffCalledAgain(session, stage, now - within, now - (within / 3)) ? int.MinValue : JournalTable.CalledAgainSince(session, stage, now - (6 * within));
        }

        stuck[stage] = already + 1;
        return already < MostStuck;
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
