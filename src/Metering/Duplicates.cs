using Prometheus;

namespace Pipeline.Metering;

/// <summary>Second orders that were not made, counted by whoever did not make them.</summary>
public static class Duplicates
{
    /// <summary>A line that came again with the same terms: its order was returned.</summary>
    public const string Repeated = "line_repeated";

    /// <summary>A line that came again with other terms: refused.</summary>
    public const string Conflict = "line_conflict";

    /// <summary>The same content in another slot: held for a person.</summary>
    public const string Suspected = "suspected";

    /// <summary>A message whose order has its claim: delivered again, and not sent again.</summary>
    public const string Redelivered = "claim_redelivered";

    private static readonly Counter Prevented = Meters.Counter(
        "pipeline_duplicates_prevented_total", "orders", "Second orders that were not made, by what would have made them.",
        Label.Of("how", [Repeated, Conflict, Suspected, Redelivered]));

    public static void Count(string how, int orders = 1) => Prevented.WithLabels(how).Inc(orders);
}
