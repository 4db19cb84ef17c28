namespace Pipeline.Metering;

/// <summary>A metric as its page describes it.</summary>
/// <param name="Name">Its name; it ends in its unit, or in <c>_total</c>.</param>
/// <param name="Kind">counter, gauge or histogram.</param>
/// <param name="Unit">What it is counted or measured in: a base unit, or the things that are counted.</param>
/// <param name="Meaning">One sentence.</param>
/// <param name="Labels">Its labels.</param>
/// <param name="Edges">Of a histogram, the upper edges of its buckets.</param>
public sealed record Meter(string Name, MeterKind Kind, string Unit, string Meaning, IReadOnlyList<Label> Labels, IReadOnlyList<double> Edges)
{
    /// <summary>Whether another one counts the same, by its name, kind, unit and labels.</summary>
    public bool IsSameAs(Meter other) =>
        (Name, Kind, Unit) == (other.Name, other.Kind, other.Unit) && Labels.Select(label => label.Name).SequenceEqual(other.Labels.Select(label => label.Name));
}

/// <summary>How a metric's values are to be read.</summary>
public enum MeterKind
{
    /// <summary>Only grows, from 0 at the process's start.</summary>
    Counter,

    /// <summary>What is, at the time of the look.</summary>
    Gauge,

    /// <summary>How many values were at most so large.</summary>
    Histogram,
}
