using System.CommandLine;
using Pipeline.Host.Bench.Growth;
using Pipeline.Host.Options;
using Spectre.Console;

namespace Pipeline.Host.Commands;

/// <summary><c>pipeline bench growth</c>: the critical path with an empty store, and with one that months have filled.</summary>
internal static class GrowthBenchCommand
{
    private const int MostMade = 4000;
    private const int Rounds = 2;

    public static Command Create(string start)
    {
        var orders = new Option<int>("--orders") { Description = "Orders in the grown store, a multiple of what a run leaves there.", DefaultValueFactory = _ => 1_000_000 };
        var open = new Option<int>("--open") { Description = "How many of them rest at the venue.", DefaultValueFactory = _ => 100_000 };
        var strategies = new Option<int>("--strategies") { Description = "Whose they are.", DefaultValueFactory = _ => 1000 };
        var rate = new Option<int>("--rate") { Description = "Intents a second while latency is measured.", DefaultValueFactory = _ => 100 };
        var seconds = new Option<int>("--seconds") { Description = "For how long, in each of two rounds.", DefaultValueFactory = _ => 60 };
        var data = new Option<DirectoryInfo?>("--data") { Description = "Where both stores are made and left; 15 GB for a million orders. A temporary folder without it." };
        var command = new Command("growth", "Measures the critical path with an empty store and with a grown one, in turns.") { orders, open, strategies, rate, seconds, data };
        command.SetInterruptibleAction(async (parsed, cancellationToken) =>
        {
            var order = new GrowthOrder(parsed.GetValue(orders), parsed.GetValue(open), parsed.GetValue(strategies), parsed.GetValue(rate), parsed.GetValue(seconds));
            var folder = parsed.GetValue(data)?.FullName ?? Directory.CreateTempSubdirectory("pipeline-growth-").FullName;
            try
            {
                var rows = await RunAsync(order, folder, start, cancellationToken).ConfigureAwait(false);
                Print(rows);
                return 0;
            }
            finally
            {
                if (parsed.GetValue(data) is null)
                {
                    Directory.Delete(folder, recursive: true);
                }
            }
        });
        return command;
    }

    private static async Task<List<GrowthRow>> RunAsync(GrowthOrder order, string folder, string start, CancellationToken cancellationToken)
    {
        var (empty, grown) = (Path.Combine(folder, "empty"), Path.Combine(folder, "grown"));
        if (!Directory.Exists(grown))
        {
            await MakeAsync(order, folder, grown, start, cancellationToken).ConfigureAwait(false);
        }

        var rows = new List<GrowthRow>();
        var later = DateTimeOffset.Parse(start, System.Globalization.CultureInfo.InvariantCulture).AddMinutes(30);
        for (var round = 1; round <= Rounds; round++)
        {
            foreach (var store in new[] { empty, grown })
            {
                var name = $"{Path.GetFileName(store)}-{Environment.ProcessId}-{round}";
                rows.Add(await GrowthBench.MeasureAsync(OptionsOf(store, folder, $"{later.AddMinutes(10 * rows.Count):O}"), order, name, cancellationToken).ConfigureAwait(false));
                await Console.Error.WriteLineAsync($"round {round}, {Path.GetFileName(store)}: {rows[^1]}").ConfigureAwait(false);
            }
        }

        return rows;
    }

    private static async Task MakeAsync(GrowthOrder order, string folder, string grown, string start, CancellationToken cancellationToken)
    {
        var made = Enumerable.Range(2, GrownTable.MostCopies - 1).Select(copies => order.Orders / copies).FirstOrDefault(made => made <= MostMade && made >= order.Strategies && order.Orders % made == 0);
        if (made == 0)
        {
            throw new OptionException($"--orders: {order.Orders} is no multiple of a number between {order.Strategies} and {MostMade}, such as 2000, that is at most {GrownTable.MostCopies} of them");
        }

        var making = grown + ".making";
        await Console.Error.WriteLineAsync($"a pipeline makes {made} orders").ConfigureAwait(false);
        await GrowthBench.MakeAsync(OptionsOf(making, folder, start), order, made, cancellationToken).ConfigureAwait(false);
        GrownStore.Grow(making, (order.Orders / made) - 1, Console.Error.WriteLine);
        Directory.Move(making, grown);
    }

    private static OptionSet OptionsOf(string data, string folder, string clock)
    {
        // The load repeats one content, and means it.
        var limits = Path.Combine(Directory.CreateDirectory(folder).FullName, "limits.json");
        File.WriteAllText(limits, """{"global": {"duplicate_window_s": 0}}""");
        return OptionSet.Read(
            new Dictionary<string, string> { ["--data"] = data, ["--http"] = "127.0.0.1:0", ["--clock"] = clock, ["--log-level"] = "warning", ["--limits"] = limits }, _ => null, configFile: null);
    }

    private static void Print(List<GrowthRow> rows)
    {
        var table = new Table();
        table.AddColumns("orders in the store", "ready after s", "p50 ms", "p99 ms", "orders/s");
        foreach (var row in rows)
        {
            table.AddRow($"{row.Orders}", $"{row.ReadySeconds:0.0}", $"{row.P50Ms:0.00}", $"{row.P99Ms:0.00}", $"{row.OrdersPerSecond:0}");
        }

        AnsiConsole.Write(table);
    }
}
