using System.Collections.Concurrent;
using Prometheus;

namespace Pipeline.Metering;

/// <summary>
/// Makes every metric there is, and knows them all: the page docs/metrics.md is made from here. Series of closed labels exist from the
/// start, since a counter that is born at 1 never fires an alert on its increase. A gauge has no series before somebody sets it: what
/// nobody has looked at is not 0.
/// </summary>
public static class Meters
{
    private static readonly ConcurrentDictionary<string, Meter> Made = new();

    /// <summary>Every metric made so far, by name.</summary>
    public static IReadOnlyList<Meter> All => [.. Made.Values.OrderBy(meter => meter.Name, StringComparer.Ordinal)];

    public static Counter Counter(string name, string unit, string meaning, params Label[] labels)
    {
        Note(new Meter(name, MeterKind.Counter, unit, meaning, labels, []));
        var counter = Metrics.CreateCounter(name, meaning, Names(labels));
        foreach (var values in Combinations(labels))
        {
            counter.WithLabels(values).Publish();
        }

        return counter;
    }

    public static Gauge Gauge(string name, string unit, string meaning, params Label[] labels)
    {
        Note(new Meter(name, MeterKind.Gauge, unit, meaning, labels, []));
        return Metrics.CreateGauge(name, meaning, Names(labels), new GaugeConfiguration { SuppressInitialValue = true });
    }

    /// <param name="name">The name, which ends in the unit.</param>
    /// <param name="unit">The unit.</param>
    /// <param name="meaning">One sentence.</param>
    /// <param name="edges">Upper edges of the buckets: every threshold of an alert is one of them.</param>
    /// <param name="labels">Labels.</param>
    public static Histogram Histogram(string name, string unit, string meaning, double[] edges, params Label[] labels)
    {
        Note(new Meter(name, MeterKind.Histogram, unit, meaning, labels, edges));
        var histogram = Metrics.CreateHistogram(name, meaning, Names(labels), new HistogramConfiguration { Buckets = edges });
        foreach (var values in Combinations(labels))
        {
            histogram.WithLabels(values).Publish();
        }

        return histogram;
    }

    private static void Note(Meter meter)
    {
        // Two versions of an adapter count into one metric; two metrics of one name are a mistake.
        if (!Made.TryAdd(meter.Name, meter) && !meter.IsSameAs(Made[meter.Name]))
        {
            throw new InvalidOperationException($"There is a metric {meter.Name} already");
        }
    }

    private static string[] Names(Label[] labels) => [.. labels.Select(label => label.Name)];

    // None where a label's values are not known beforehand, and none for a metric without labels, which has its one series by itself.
    private static IEnumerable<string[]> Combinations(Label[] labels) => labels.Length == 0 || labels.Any(label => label.Values.Count == 0)
        ? []
        : labels.Aggregate(
            (IEnumerable<string[]>)[[]], (made, label) => made.SelectMany(values => label.Values.Select(value => (string[])[.. values, value])));
}
