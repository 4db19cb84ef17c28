using System.CommandLine;
using System.Text.Json;
using Pipeline.Host.Bench;
using Pipeline.Messages;

namespace Pipeline.Host.Commands;

/// <summary><c>pipeline bench rules</c>, <c>checks</c>, <c>parser</c> and <c>adapters</c>: what it costs to judge an order, to ask, to read, and to send.</summary>
internal static class RuleBenchCommands
{
    public static Command Rules()
    {
        var orders = new Option<int>("--orders") { Description = "Orders that are judged.", DefaultValueFactory = _ => 200_000 };
        var command = new Command("rules", "Measures the judgement of one order by every rule, with every limit set in all four scopes, without I/O.") { orders };
        command.SetAction(parsed => Print(parsed, RulesBench.Run(parsed.GetValue(orders))));
        return command;
    }

    public static Command Adapters()
    {
        var orders = new Option<int>("--orders") { Description = "Orders that are measured.", DefaultValueFactory = _ => 100_000 };
        var command = new Command("adapters", "Measures what each adapter adds between an order and the wire, in time and memory, without wire and venue.") { orders };
        command.SetAction(parsed =>
        {
            var output = parsed.InvocationConfiguration.Output;
            output.WriteLine($"{"adapter",-24} {"p50 us",8} {"p99 us",8} {"max us",10} {"allocated",10}");
            foreach (var cost in AdapterBench.Run(parsed.GetValue(orders)))
            {
                output.WriteLine($"{cost.Adapter,-24} {cost.P50Us,8:0.0} {cost.P99Us,8:0.0} {cost.MaxUs,10:0.0} {cost.AllocatedBytes,10:0}");
            }
        });
        return command;
    }

    public static Command Parser()
    {
        var command = new Command("parser", "Measures what the strict parser costs by size, of documents that mean harm: time and memory a byte must not grow.");
        command.SetAction(parsed =>
        {
            var output = parsed.InvocationConfiguration.Output;
            output.WriteLine($"{"document",-20} {"bytes",8} {"us",10} {"ns/byte",8} {"allocated",12} {"of it/byte",10}");
            foreach (var cost in ParserBench.Run([1_000, 4_000, 16_000, 64_000]))
            {
                output.WriteLine($"{cost.Family,-20} {cost.Bytes,8} {cost.Microseconds,10:0.0} {cost.Microseconds * 1000 / cost.Bytes,8:0.0} {cost.Allocated,12:0} {cost.Allocated / cost.Bytes,10:0.0}");
            }
        });
        return command;
    }

    public static Command Checks(string start)
    {
        var clients = new Option<int>("--clients") { Description = "Clients that ask at the same time, each one question after the other.", DefaultValueFactory = _ => 8 };
        var seconds = new Option<int>("--seconds") { Description = "Length of the measured part.", DefaultValueFactory = _ => 20 };
        var warmUp = new Option<int>("--warm-up") { Description = "Seconds before it that are not measured.", DefaultValueFactory = _ => 10 };
        var command = new Command("checks", "Measures how many times a second POST /v1/intents:check is answered, with every limit set in all four scopes.") { clients, seconds, warmUp };
        var folder = Path.Combine(Path.GetTempPath(), $"pipeline-bench-{Environment.ProcessId}");
        var limits = Path.Combine(folder, "limits.json");
        var settings = new SettingOptions(
            command, setting => setting.Flag == "--data", ("--http", "127.0.0.1:0"), ("--clock", start), ("--log-level", "warning"), ("--data", folder), ("--limits", limits));
        command.SetInterruptibleAction(async (parsed, cancellationToken) =>
        {
            Directory.CreateDirectory(folder);
            try
            {
                Print(parsed, await ChecksBench.RunAsync(
                    settings.Read(parsed), limits, parsed.GetValue(clients), TimeSpan.FromSeconds(parsed.GetValue(warmUp)), TimeSpan.FromSeconds(parsed.GetValue(seconds)),
                    cancellationToken).ConfigureAwait(false));
                return 0;
            }
            finally
            {
                Directory.Delete(folder, recursive: true);
            }
        });
        return command;
    }

    public static Command DeadLetters(string start)
    {
        var count = new Option<int>("--count") { Description = "Dead letters.", DefaultValueFactory = _ => 100_000 };
        var rate = new Option<int>("--rate") { Description = "Messages a second that the run may replay.", DefaultValueFactory = _ => 10_000 };
        var command = new Command("dead-letters", "Measures how long a page of many dead letters takes, and how many a second are replayed in one run, over HTTP.") { count, rate };
        var folder = Path.Combine(Path.GetTempPath(), $"pipeline-bench-{Environment.ProcessId}");
        var settings = new SettingOptions(
            command, setting => setting.Flag == "--data", ("--http", "127.0.0.1:0"), ("--clock", start), ("--log-level", "error"), ("--data", folder),
            ("--operator-tokens", DeadLettersBench.Tokens));
        command.SetAction(async (parsed, cancellationToken) =>
        {
            try
            {
                if (await DeadLettersBench.RunAsync(
                    settings.Read(parsed), parsed.GetValue(count), parsed.GetValue(rate), parsed.InvocationConfiguration.Error, cancellationToken).ConfigureAwait(false) is { } result)
                {
                    Print(parsed, result);
                    return 0;
                }

                await parsed.InvocationConfiguration.Error.WriteLineAsync("pipeline: stopped before everything was measured").ConfigureAwait(false);
                return 1;
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

    private static void Print(ParseResult parsed, object result) =>
        parsed.InvocationConfiguration.Output.WriteLine(JsonSerializer.Serialize(result, result.GetType(), PipelineJson.Options));
}
