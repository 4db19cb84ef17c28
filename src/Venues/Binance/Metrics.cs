using System.Globalization;
using Prometheus;

namespace Pipeline.Venues.Binance;

/// <summary>What the adapter counts.</summary>
internal static class Metrics
{
    private static readonly Counter Unknown = Prometheus.Metrics.CreateCounter(
        "pipeline_binance_not_understood_total",
        "What Binance said and nobody understood, by where: a frame or event of the stream, an order's status, an entry of a list, a symbol that is not configured, a field that nobody knows.",
        "where");

    private static readonly Counter Streams = Prometheus.Metrics.CreateCounter(
        "pipeline_binance_stream_lost_total", "How often the user data stream was lost, or could not be opened.");

    private static readonly Counter Looks = Prometheus.Metrics.CreateCounter(
        "pipeline_binance_looks_total", "Looks at the lists of orders and trades, by how they ended.", "outcome");

    private static readonly Counter Refused = Prometheus.Metrics.CreateCounter(
        "pipeline_binance_timestamp_refused_total", "Requests that Binance refused for their timestamp (-1021); the difference of the clocks is measured anew.");

    private static readonly Gauge Used = Prometheus.Metrics.CreateGauge(
        "pipeline_binance_limit_used", "How much of a limit is used, as Binance's newest answer said: request weight or orders, by interval.", "limit", "interval");

    private static readonly Gauge Offset = Prometheus.Metrics.CreateGauge(
        "pipeline_binance_clock_offset_seconds", "How far Binance's clock is ahead of ours.");

    static Metrics()
    {
        foreach (var where in new[] { "frame", "event", "status", "list", "symbol", "field" })
        {
            Unknown.WithLabels(where).Publish();
        }
    }

    public static void CountUnknown(string where) => Unknown.WithLabels(where).Inc();

    public static void CountStreamLost() => Streams.Inc();

    public static void CountLook(bool isWhole) => Looks.WithLabels(isWhole ? "whole" : "failed").Inc();

    public static void CountTimestampRefused() => Refused.Inc();

    public static void SetOffset(TimeSpan offset) => Offset.Set(offset.TotalSeconds);

    public static void SetUsed(string limit, string interval, string value)
    {
        if (interval.Length is > 0 and <= 4 && double.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var used))
        {
            Used.WithLabels(limit, interval.ToLowerInvariant()).Set(used);
        }
    }
}
