namespace Pipeline.Trading.Orders;

/// <summary>
/// How long an order may wait before a person is told: what the pipeline raises itself, Prometheus' rules and the dashboards all take it from here.
/// </summary>
public static class Patience
{
    /// <summary>
    /// For a stage, and for the venue's answer: 10 s, after which Binance itself says that nobody knows whether it has taken a request (error -1007).
    /// </summary>
    public static readonly TimeSpan InFlight = TimeSpan.FromSeconds(10);

    /// <summary>For what became of an order that may be at the venue: 30 s, since most outcomes are found out by the first questions.</summary>
    public static readonly TimeSpan Unknown = TimeSpan.FromSeconds(30);
}
