using Pipeline.Store.Tables;
using Prometheus;

namespace Pipeline.Analytics;

/// <summary>What analytics times.</summary>
internal static class Metrics
{
    private static readonly Histogram SlippageBps = Prometheus.Metrics.CreateHistogram(
        "pipeline_slippage_bps",
        "Slippage of filled orders against the price quoted at validation, in basis points; positive is worse for the order.",
        new HistogramConfiguration { Buckets = [-50, -20, -10, -5, -1, 0, 1, 5, 10, 20, 50, 100] });

    private static readonly Histogram EndToEnd = Prometheus.Metrics.CreateHistogram(
        "pipeline_intake_to_done_seconds",
        "From the recording of an order to its end, in seconds.",
        new HistogramConfiguration { Buckets = [0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10, 60, 600, 3600, 86400] });

    public static void Observe(OrderAnalytics figures)
    {
        if (figures.SlippageBps is { } bps)
        {
            SlippageBps.Observe((double)bps);
        }

        if (figures.IntakeToDone is { } seconds)
        {
            EndToEnd.Observe(seconds);
        }
    }
}
