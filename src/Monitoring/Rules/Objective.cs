using System.Globalization;

namespace Pipeline.Monitoring.Rules;

/// <summary>A service level objective, and the alerts on how fast its error budget burns: several windows each, so that an alert neither sleeps through nor lingers.</summary>
/// <param name="Name">In lower snake case; part of the recorded series' names.</param>
/// <param name="Target">Which part must be good, for example 0.999.</param>
/// <param name="Errors">The part that is bad within a window, with WINDOW in the window's place.</param>
/// <param name="Orders">What counts everything of which that is a part.</param>
/// <param name="Means">What is good, for people.</param>
public sealed record Objective(string Name, decimal Target, string Errors, string Orders, string Means)
{
    /// <summary>Of fewer nothing is said: as of latencies.</summary>
    private const int Fewest = 100;

    private static readonly string[] Windows = ["5m", "30m", "1h", "2h", "6h", "1d", "3d"];

    public static IReadOnlyList<Objective> All { get; } =
    [
        new(
            "submission", 0.999m,
            """(sum(rate(pipeline_submissions_total{outcome="unknown"}[WINDOW])) / sum(rate(pipeline_submissions_total{outcome=~"acknowledged|rejected|unknown"}[WINDOW])))""",
            """pipeline_submissions_total{outcome=~"acknowledged|rejected|unknown"}""",
            "of the sends that reached the venue have an answer that says what became of them"),
        new(
            // An edge is written 1 in one format of the exposition, and 1.0 in the other, which Prometheus asks for first.
            "intake_to_venue", 0.99m,
            """(1 - sum(rate(pipeline_intake_to_venue_seconds_bucket{le=~"1|1[.]0"}[WINDOW])) / sum(rate(pipeline_intake_to_venue_seconds_count[WINDOW])))""",
            "pipeline_intake_to_venue_seconds_count",
            "of the orders are sent to the venue within a second of their intent"),
    ];

    /// <summary>The series of the part that is bad and of how many orders it is a part, for each window.</summary>
    public IEnumerable<RecordingRule> Recorded => Windows.SelectMany(window => (RecordingRule[])
    [
        new(SeriesOf(window), Errors.Replace("WINDOW", window, StringComparison.Ordinal)),
        new(OrdersOf(window), $"sum(increase({Orders}[{window}]))"),
    ]);

    /// <summary>The budget burns so fast that it is gone in hours (a page) or days (a ticket).</summary>
    public IEnumerable<AlertRule> Alerts =>
    [
        new(
            $"Pipeline{Pascal}BudgetBurnsFast", $"{Burns("1h", "5m", 14.4m)}\nor\n{Burns("6h", "30m", 6)}", TimeSpan.FromMinutes(2), AlertRule.Page,
            $"The error budget of {Name} burns {{{{ $value | humanizePercentage }}}} of orders: it is gone within days or hours.",
            $"{Target * 100:0.##} % {Means}."),
        new(
            $"Pipeline{Pascal}BudgetBurnsSlowly", $"{Burns("1d", "2h", 3)}\nor\n{Burns("3d", "6h", 1)}", TimeSpan.FromMinutes(15), AlertRule.Ticket,
            $"The error budget of {Name} burns {{{{ $value | humanizePercentage }}}} of orders: it will not last the month.",
            $"{Target * 100:0.##} % {Means}."),
    ];

    private string Pascal => string.Concat(Name.Split('_').Select(word => char.ToUpperInvariant(word[0]) + word[1..]));

    public string SeriesOf(string window) => $"pipeline:{Name}_errors:ratio_rate{window}";

    private string OrdersOf(string window) => $"pipeline:{Name}_orders:increase{window}";

    // One bad order in a quiet hour is no fire: in the long window there are as many as make it at least two.
    private string Burns(string window, string lately, decimal times)
    {
        var bound = (1 - Target) * times;
        var text = bound.ToString("0.######", CultureInfo.InvariantCulture);
        return $"({SeriesOf(window)} > {text} and {SeriesOf(lately)} > {text} and {OrdersOf(window)} >= {Math.Max(Fewest, Math.Ceiling(2 / bound))})";
    }
}
