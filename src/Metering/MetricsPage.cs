using System.Globalization;
using System.Text;

namespace Pipeline.Metering;

/// <summary>The page docs/metrics.md, made from the metrics themselves.</summary>
public static class MetricsPage
{
    private const int MostListed = 12;

    public static string Markdown(IReadOnlyList<Meter> meters)
    {
        var text = new StringBuilder(
            """
            # Metrics

            Every process serves its metrics at `/metrics` in Prometheus' text format; looking takes an operator's token where credentials are
            needed. This page is made by `scripts/pipeline metrics --markdown`, and a test compares it with the code.

            Units are base units: seconds, never milliseconds. Labels are few and from closed sets: never an order's key, never a word of an agent
            or a venue. What such a one says that is in no set is counted as `other`. Every series of a closed set is there from the start at 0,
            since a counter that is born at 1 never fires an alert on its increase; a gauge has no series before somebody has looked.

            Counts of what the journal has (denials, rejections, alerts, what is unresolved) and gauges of the store are made by the worker
            `operator`, beside the orders' way: in one process at a time by a lease, at most a second behind. Each process counts the rest for itself.
            So sums over processes are right for counters, and for gauges `max`.

            | metric | type | unit | labels | meaning |
            |---|---|---|---|---|

            """);
        foreach (var meter in meters)
        {
            var labels = meter.Labels.Count == 0 ? "" : string.Join("; ", meter.Labels.Select(Words));
            text.Append($"| `{meter.Name}` | {meter.Kind.ToString().ToLowerInvariant()} | {meter.Unit} | {labels} | {meter.Meaning}{Edges(meter)} |\n");
        }

        return text.ToString();
    }

    private static string Words(Label label) =>
        label.Values.Count == 0 ? $"`{label.Name}`: {label.Meaning}"
        : label.Values.Count <= MostListed ? $"`{label.Name}`: {string.Join(", ", label.Values)}"
        : $"`{label.Name}`: {string.Join(", ", label.Values.Take(3))} and {label.Values.Count - 3} more";

    private static string Edges(Meter meter) => meter.Edges.Count == 0
        ? ""
        : $" Edges: {string.Join(", ", meter.Edges.Select(edge => edge.ToString(CultureInfo.InvariantCulture)))}.";
}
