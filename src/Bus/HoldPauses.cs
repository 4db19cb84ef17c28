namespace Pipeline.Bus;

/// <summary>
/// How long a message that is held waits between two tries: 50 ms at first, two seconds in the end. All of them together last
/// half a day, longer than the broker leaves a message unacknowledged (30 minutes, then it is delivered anew and counted once
/// against the delivery limit). Who waits for a fact is put off long before (<see cref="PutOffs"/>), so that is for a store which is away.
/// </summary>
public static class HoldPauses
{
    /// <summary>How many tries there are.</summary>
    public const int Count = 20_000;

    /// <summary>The pause after a try.</summary>
    /// <param name="nth">Which try, from 0.</param>
    public static TimeSpan Of(int nth) => TimeSpan.FromMilliseconds(Math.Min(2_000, 50 * (1 << Math.Min(nth, 6))));
}
