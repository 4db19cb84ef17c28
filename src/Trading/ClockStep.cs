namespace Pipeline.Trading;

/// <summary>Whether the clock on the wall was set back since something was recorded: then what is due by that record is due now.</summary>
public static class ClockStep
{
    /// <summary>Clocks of two processes may be apart, and are set by small steps, without anything being due for it.</summary>
    public static readonly TimeSpan Slack = TimeSpan.FromSeconds(1);

    /// <summary>Whether an instant that was now once lies in the future.</summary>
    public static bool WentBackSince(DateTimeOffset recordedAt, DateTimeOffset now) => recordedAt - now > Slack;
}
