using Spectre.Console;

namespace Pipeline.Peers;

/// <summary>A comparison for people: a table, the ratios, and bars.</summary>
internal static class Report
{
    public static void Print(Comparison comparison)
    {
        var table = new Table { Title = new TableTitle("taken in to venue call") };
        table.AddColumns("system", "load", "orders", "p50 ms", "p99 ms", "p99.9 ms", "whole p50 ms", "whole p99 ms", "orders/s", "CPU ms an order", "KB an order", "peak MB");
        foreach (var row in comparison.Measurements)
        {
            table.AddRow(
                row.System, row.Load is { } load ? $"{load}/s" : "highest", $"{row.Orders}", Say(row.P50Ms), Say(row.P99Ms), Say(row.P999Ms), Say(row.WholeP50Ms), Say(row.WholeP99Ms), row.Rate is { } rate ? $"{rate:0}" : "",
                $"{row.CpuMs:0.00}", $"{row.AllocatedKb:0.0}", $"{row.PeakMb:0}");
        }

        AnsiConsole.Write(table);
        Bars("p50 at 100/s, ms", comparison.Measurements.Where(row => row.Load == 100).Select(row => (row.System, row.P50Ms!.Value)));
        Bars("highest rate, orders/s", comparison.Measurements.Where(row => row.Rate is not null).Select(row => (row.System, row.Rate!.Value)));
        foreach (var (name, ratio) in comparison.Ratios)
        {
            Console.WriteLine($"{name,-22} {ratio:0.00}");
        }
    }

    private static void Bars(string title, IEnumerable<(string Label, double Value)> bars)
    {
        var chart = new BarChart().Width(80).Label(title).LeftAlignLabel();
        foreach (var (label, value) in bars)
        {
            chart.AddItem(label, value);
        }

        AnsiConsole.Write(chart);
    }

    private static string Say(double? ms) => ms is { } value ? $"{value:0.00}" : "";
}
