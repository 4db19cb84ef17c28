using System.Globalization;
using Pipeline.Metering;
using Prometheus;

namespace Pipeline.Venues.Binance;

/// <summary>What the adapter counts.</summary>
internal static class Metrics
{
    private static readonly Counter Unknown = Meters.Counter(
        "pipeline_binance_not_understood_total", "things said",
        "What Binance said and nobody understood, by where: a frame or event of the stream, an order's status, an entry of a list, a symbol that is not configured, a field that nobody knows.",
        Label.Of("where", ["frame", "event", "status", "list", "symbol", "field"]));

    private static readonly Counter Streams = Meters.Counter(
        "pipeline_binance_stream_lost_total", "losses", "How often the user data stream was lost, or could not be opened.");

    private static readonly Counter Looks = Meters.Counter(
        "pipeline_binance_looks_total", "looks", "Looks at the lists of orders and trades, by how they ended.", Label.Of("outcome", ["whole", "failed"]));

    private static readonly Counter Refused = Meters.Counter(
        "pipeline_binance_timestamp_refused_total", "requests", "Requests that Binance refused for their timestamp (-1021); the difference of the clocks is measured anew.");

    private static readonly Gauge Used = Meters.Gauge(
        "pipeline_binance_limit_used", "weight or orders", "How much of a limit is used, as Binance's newest answer said.",
        Label.Open("limit", "request weight or orders"), Label.Open("interval", "the limit's interval, 1m for example"));

    private static readonly Gauge Offset = Meters.Gauge(
        "pipeline_binance_clock_offset_seconds", "seconds", "How far Binance's clock is ahead of ours.");

    public static void CountUnknown(string where) => Unknown.WithLabels(where).Inc();

    public static void CountUnknownField() => CountUnknown("field");

    public static void CountStreamLost() => Streams.Inc();

    public static void CountLook(bool isWhole) => Looks.WithLabels(isWhole ? "whole" : "failed").Inc();

    public static void CountTimestampRefused() => Refused.Inc();

    public static void SetOffset(TimeSpan offset) => Offset.Set(offset.TotalSeconds);

    public static void SetUsed(string limit, string interval, string value)
    {
        if (interval.Length is > 0 and <= 4 && int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var used))
        {
            Used.WithLabels(limit, interval.ToLowerInvariant()).Set(used);
        }
    }
}
