namespace Pipeline.Trading.Halts;

/// <summary>How far a clock is ahead of another that was asked for its time; negative when it is behind.</summary>
public static class ClockOffset
{
    /// <summary>The offset that is certain: what the answer's way may have taken is no offset.</summary>
    /// <param name="asked">Our clock before the question.</param>
    /// <param name="answered">Our clock after the answer.</param>
    /// <param name="other">What the other clock said.</param>
    public static TimeSpan Of(DateTimeOffset asked, DateTimeOffset answered, DateTimeOffset other) =>
        other < asked ? asked - other
        : other > answered ? answered - other
        : TimeSpan.Zero;
}
