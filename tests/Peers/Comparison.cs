namespace Pipeline.Peers;

/// <summary>All systems and loads of one comparison, and what came of them.</summary>
/// <param name="Measurements">A row a system and load.</param>
/// <param name="Ratios">Ours over the others'.</param>
internal sealed record Comparison(IReadOnlyList<Measurement> Measurements, IReadOnlyDictionary<string, double> Ratios)
{
    /// <summary>What is measured: the whole comparison, or what its ratios need.</summary>
    /// <param name="isQuick">Only what the ratios need.</param>
    /// <param name="hasPostgres">Whether there is a database for the systems that need one.</param>
    /// <returns>Systems with their loads, of which null is as much as goes through.</returns>
    public static IReadOnlyList<(string System, int? Load)> Plan(bool isQuick, bool hasPostgres)
    {
        IEnumerable<(string System, int? Load)> plan = isQuick
            ?
            [
                (Runner.BareChain, 100), (Runner.Ours, 100), (Runner.BareChain, null), (Runner.Outbox, null), (Runner.Wolverine, null), (Runner.Ours, null),
            ]
            : new int?[] { 100, 500, null }.SelectMany(load => Runner.Compared.Select(system => (system, load)));
        return [.. plan.Where(entry => hasPostgres || !Runner.NeedsPostgres(entry.System))];
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
        var seconds = rounds.Sum(round => round.Seconds);
        return new Measurement(
            system, load, orders, times.At(0.5), times.At(0.99), times.At(0.999), seconds > 0 ? Math.Round(orders / seconds) : null,
            Math.Round(rounds.Sum(round => round.CpuMs) / orders, 2), Math.Round(rounds.Sum(round => round.AllocatedKb) / orders, 1), Math.Round(rounds.Max(round => round.PeakMb)));
    }

    private static Dictionary<string, double> RatiosOf(IReadOnlyList<Measurement> rows)
    {
        Measurement? Row(string system, int? load) => rows.SingleOrDefault(row => row.System == system && row.Load == load);
        var (bare, ours, rate) = (Row(Runner.BareChain, 100), Row(Runner.Ours, 100), Row(Runner.Ours, null)?.Rate);
        var ratios = new Dictionary<string, double?>
        {
            ["p50_vs_bare"] = ours?.P50Ms / bare?.P50Ms,
            ["p99_vs_bare"] = ours?.P99Ms / bare?.P99Ms,
            ["rate_vs_bare"] = rate / Row(Runner.BareChain, null)?.Rate,
            ["rate_vs_saga_outbox"] = rate / Row(Runner.Outbox, null)?.Rate,
            ["rate_vs_wolverine"] = rate / Row(Runner.Wolverine, null)?.Rate,
        };
        return ratios.Where(ratio => ratio.Value is not null).ToDictionary(ratio => ratio.Key, ratio => Math.Round(ratio.Value!.Value, 2));
    }
}
