namespace Pipeline.Trading.Reconciliation;

/// <summary>When a not-found is late enough to mean something. Counted in time that has passed, never in what a wall clock shows.</summary>
public static class Lateness
{
    /// <summary>How long it takes yet until a not-found counts; zero when it counts now.</summary>
    /// <param name="known">How long the claim has been known of, by a clock that nobody can set.</param>
    /// <param name="toSend">How long the claim permitted to send from when it was made.</param>
    /// <param name="settleWindow">How long the venue may take to show an order.</param>
    public static TimeSpan Remaining(TimeSpan known, TimeSpan toSend, TimeSpan settleWindow)
    {
        var remaining = toSend + settleWindow - known;
        return remaining > TimeSpan.Zero ? remaining : TimeSpan.Zero;
    }
}
