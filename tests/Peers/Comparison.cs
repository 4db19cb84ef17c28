namespace Pipeline.Peers;

/// <summary>All systems and loads of one comparison, and what came of them.</summary>
/// <param name="Measurements">A row a system and load.</param>
/// <param name="Ratios">Ours over the others'.</param>
internal sealed record Comparison(IReadOnlyList<Measurement> Measurements, IReadOnlyDictionary<string, double> Ratios)
{
    /// <summary>What is measured: the whole comparison, or what its ratios need.</summary>
    /// <param name="isQuick">Only what the ratios need.</param>
    /// <param name="systems">Which alone, if any are named.</param>
    /// <param name="servers">What there is to run them on.</param>
    /// <returns>Systems with their loads, of which null is as much as goes through.</returns>
    public static IReadOnlyList<(string System, int? Load)> Plan(bool isQuick, IReadOnlyCollection<string> systems, Servers servers)
    {
        IEnumerable<(string System, int? Load)> plan = isQuick
            ?
            [
                (Runner.BareChain, 100), (Runner.Ours, 100), (Runner.OursOnPostgres, 100),
                (Runner.BareChain, null), (Runner.Outbox, null), (Runner.Wolverine, null), (Runner.Ours, null), (Runner.OursOnPostgres, null),
            ]
            : new int?[] { 100, 500, null }.SelectMany(load => Runner.Systems.Select(system => (system, load)));
        return [.. plan.Where(entry => (systems.Count == 0 || systems.Contains(entry.System)) && Runner.CanRun(entry.System, servers))];
    }

    public static Comparison Of(IReadOnlyList<(string System, int? Load, Round Round)> rounds)
    {
        var rows = rounds.GroupBy(round => (round.System, round.Load)).Select(group => RowOf(group.Key.System, group.Key.Load, [.. group.Select(round => round.Round)])).ToList();
        return new Comparison(rows, RatiosOf(rows));
    }

    private static Measurement RowOf(string system, int? load, IReadOnlyList<Round> rounds)
    {
        var orders = rounds.Sum(round => round.Orders);
        var times = new Percentiles(rounds.SelectMany(round => round.Times));
        var whole = new Percentiles(rounds.SelectMany(round => round.WholeTimes));
        var seconds = rounds.Sum(round => round.Seconds);
        return new Measurement(
            system, load, orders, times.At(0.5), times.At(0.99), times.At(0.999), whole.At(0.5), whole.At(0.99), seconds > 0 ? Math.Round(orders / seconds) : null,
            Math.Round(rounds.Sum(round => round.CpuMs) / orders, 2), Math.Round(rounds.Sum(round => round.AllocatedKb) / orders, 1), Math.Round(rounds.Max(round => round.PeakMb)));
    }

    private static Dictionary<string, double> RatiosOf(IReadOnlyList<Measurement> rows)
    {
        Measurement? Row(string system, int? load) => rows.SingleOrDefault(row => row.System == system && row.Load == load);
        var bare = Row(Runner.BareChain, 100);
        var ratios = new Dictionary<string, double?>();
        foreach (var (system, suffix) in new[] { (Runner.Ours, ""), (Runner.OursOnPostgres, "_pg") })
        {
            var (ours, rate) = (Row(system, 100), Row(system, null)?.Rate);
            ratios["p50_vs_bare" + suffix] = ours?.P50Ms / bare?.P50Ms;
            ratios["p99_vs_bare" + suffix] = ours?.P99Ms / bare?.P99Ms;
            ratios["whole_p50_vs_bare" + suffix] = ours?.WholeP50Ms / bare?.WholeP50Ms;
            ratios["whole_p99_vs_bare" + suffix] = ours?.WholeP99Ms / bare?.WholeP99Ms;
            ratios["whole_p50_vs_bare_at_500" + suffix] = Row(system, 500)?.WholeP50Ms / Row(Runner.BareChain, 500)?.WholeP50Ms;
            ratios["whole_p99_vs_bare_at_500" + suffix] = Row(system, 500)?.WholeP99Ms / Row(Runner.BareChain, 500)?.WholeP99Ms;
            ratios["rate_vs_bare" + suffix] = rate / Row(Runner.BareChain, null)?.Rate;
            ratios["rate_vs_saga_outbox" + suffix] = rate / Row(Runner.Outbox, null)?.Rate;
            ratios["rate_vs_wolverine" + suffix] = rate / Row(Runner.Wolverine, null)?.Rate;
        }

        return ratios.Where(ratio => ratio.Value is not null).ToDictionary(ratio => ratio.Key, ratio => Math.Round(ratio.Value!.Value, 2));
    }
}
