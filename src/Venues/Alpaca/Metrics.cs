using Pipeline.Metering;
using Prometheus;

namespace Pipeline.Venues.Alpaca;

/// <summary>What the adapter counts.</summary>
internal static class Metrics
{
    private static readonly Counter Unknown = Meters.Counter(
        "pipeline_alpaca_not_understood_total", "things said",
        "What Alpaca said and nobody understood, by where: a stream's frame or event, an order's status, an entry of a list, a field that nobody knows.",
        Label.Of("where", ["frame", "event", "status", "list", "field"]));

    private static readonly Counter Streams = Meters.Counter(
        "pipeline_alpaca_stream_lost_total", "losses", "How often the stream of trade updates was lost, or could not be opened.");

    private static readonly Counter Looks = Meters.Counter(
        "pipeline_alpaca_looks_total", "looks", "Looks at the lists of orders and fills, by how they ended.", Label.Of("outcome", ["whole", "failed"]));

    public static void CountUnknown(string where) => Unknown.WithLabels(where).Inc();

    public static void CountUnknownField() => CountUnknown("field");

    public static void CountStreamLost() => Streams.Inc();

    public static void CountLook(bool isWhole) => Looks.WithLabels(isWhole ? "whole" : "failed").Inc();
}
