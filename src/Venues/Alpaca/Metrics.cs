using Prometheus;

namespace Pipeline.Venues.Alpaca;

/// <summary>What the adapter counts.</summary>
internal static class Metrics
{
    private static readonly Counter Unknown = Prometheus.Metrics.CreateCounter(
        "pipeline_alpaca_not_understood_total",
        "What Alpaca said and nobody understood, by where: a stream's frame or event, an order's status.",
        "where");

    private static readonly Counter Streams = Prometheus.Metrics.CreateCounter(
        "pipeline_alpaca_stream_lost_total", "How often the stream of trade updates was lost, or could not be opened.");

    private static readonly Counter Looks = Prometheus.Metrics.CreateCounter(
        "pipeline_alpaca_looks_total", "Looks at the lists of orders and fills, by how they ended.", "outcome");

    static Metrics()
    {
        foreach (var where in new[] { "frame", "event", "status" })
        {
            Unknown.WithLabels(where).Publish();
        }
    }

    public static void CountUnknown(string where) => Unknown.WithLabels(where).Inc();

    public static void CountStreamLost() => Streams.Inc();

    public static void CountLook(bool isWhole) => Looks.WithLabels(isWhole ? "whole" : "failed").Inc();
}
