using System.CommandLine;
using System.Text.Json;
using Pipeline.Host.Bench;
using Pipeline.Host.Options;
using Pipeline.Messages;
using Spectre.Console;

namespace Pipeline.Host.Commands;

/// <summary><c>pipeline bench</c>: the latency of the critical path, in all and by stage.</summary>
internal static class BenchCommand
{
    // Inside a session on any day the command is run.
    private const string Start = "2026-03-02T10:00:00-05:00";

    public static Command Create()
    {
        var rate = new Option<int>("--rate") { Description = "Intents a second.", DefaultValueFactory = _ => 100 };
        var seconds = new Option<int>("--seconds") { Description = "Length of the measured part; a p99 wants 6,000 samples.", DefaultValueFactory = _ => 60 };
        var warmUp = new Option<int>("--warm-up") { Description = "Seconds before it that are not measured.", DefaultValueFactory = _ => 15 };
        var openOrders = new Option<int>("--open-orders") { Description = "Open orders that both sides have from the start, for comparisons with the venue.", DefaultValueFactory = _ => 0 };
        var executions = new Option<int>("--executions") { Description = "Executions that both sides have from the start.", DefaultValueFactory = _ => 0 };
        var json = new Option<bool>("--json") { Description = "Print the result as JSON." };
        var command = new Command("bench", "Measures the critical path, intake recorded to venue call, on a fixed schedule of intents; --transport rabbitmq --broker URI over a broker.")
        {
            rate, seconds, warmUp, openOrders, executions, json, RuleBenchCommands.Rules(), RuleBenchCommands.Checks(Start), RuleBenchCommands.Parser(), RuleBenchCommands.Adapters(),
            RuleBenchCommands.DeadLetters(Start), GrowthBenchCommand.Create(Start), BacklogBenchCommand.Create(Start),
        };
        var folder = Path.Combine(Path.GetTempPath(), $"pipeline-bench-{Environment.ProcessId}");
        var settings = new SettingOptions(
            command,
            setting => setting.Flag is "--transport" or "--broker" or "--data" or "--store" or "--reconciliation-interval",
            ("--http", "127.0.0.1:0"), ("--clock", Start), ("--log-level", "warning"), ("--data", folder),
            ("--limits", Path.Combine(folder, "limits.json")));
        command.SetInterruptibleAction(async (result, cancellationToken) =>
        {
            try
            {
                // The load repeats one content, and means it.
                Directory.CreateDirectory(folder);
                await File.WriteAllTextAsync(Path.Combine(folder, "limits.json"), """{"global": {"duplicate_window_s": 0}}""", cancellationToken).ConfigureAwait(false);
                var measured = await CriticalPathBench.RunAsync(
                    settings.Read(result), result.GetValue(rate), TimeSpan.FromSeconds(result.GetValue(warmUp)), TimeSpan.FromSeconds(result.GetValue(seconds)),
                    result.GetValue(openOrders) + result.GetValue(executions) == 0 ? null : new BenchLedger(result.GetValue(openOrders), result.GetValue(executions)), cancellationToken)
                    .ConfigureAwait(false);
                Print(measured, result.GetValue(json));
                return 0;
            }
            finally
            {
                if (Directory.Exists(folder))
                {
                    Directory.Delete(folder, recursive: true);
                }
            }
        });
        return command;
    }

    private static void Print(BenchResult result, bool asJson)
    {
        if (asJson)
        {
            Console.WriteLine(JsonSerializer.Serialize(result, PipelineJson.Options));
            return;
        }

        var table = new Table { Title = new TableTitle($"{result.Transport}, {result.Rate} intents/s, {result.Orders} orders") };
        table.AddColumns("part", "p50 ms", "p99 ms", "max ms");
        foreach (var row in result.Stages)
        {
            table.AddRow(row.Part, $"{row.P50Ms:0.00}", $"{row.P99Ms:0.00}", $"{row.MaxMs:0.00}");
        }

        AnsiConsole.Write(table);
        if (result.Reconciliations is { } count)
        {
            Console.WriteLine($"comparisons with the venue meanwhile: {count}; the longest took {result.ReconciliationMs:0} ms");
        }
    }
}
