using Pipeline.Metering;
using Prometheus;

namespace Pipeline.Analytics;

/// <summary>What analytics times.</summary>
internal static class Metrics
{
    private static readonly Histogram SlippageBps = Meters.Histogram(
        "pipeline_slippage_bps", "basis points",
        "Slippage of filled orders against the price quoted at validation; positive is worse for the order.",
        [-50, -20, -10, -5, -1, 0, 1, 5, 10, 20, 50, 100]);

    private static readonly Histogram EndToEnd = Meters.Histogram(
        "pipeline_intake_to_done_seconds", "seconds", "From the recording of an order to its end.",
        [0.005, 0.01, 0.05, 0.1, 0.5, 1, 2, 5, 10, 60, 600, 3600, 86400]);

    private static readonly Histogram AckToFill = Meters.Histogram(
        "pipeline_ack_to_first_fill_seconds", "seconds",
        "From the venue's acknowledgement of a marketable order to its first fill; marketable by the price quoted at validation.",
        [0.001, 0.005, 0.01, 0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10, 30, 60, 600]);

    public static void Observe(double? intakeToDone, decimal? slippageBps)
    {
        if (slippageBps is { } bps)
        {
            SlippageBps.Observe((double)bps);
        }

        if (intakeToDone is { } seconds)
        {
            EndToEnd.Observe(seconds);
        }
    }

    public static void ObserveFirstFill(double seconds) => AckToFill.Observe(seconds);
}
