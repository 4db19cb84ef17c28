using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Pipeline.Host.Bench.Backlog;
using Pipeline.Host.Composition;
using Pipeline.Host.Options;
using Pipeline.Messages;
using Spectre.Console;

namespace Pipeline.Host.Commands;

/// <summary><c>pipeline bench backlog</c>: how fast intents are worked off that were recorded while nobody came to them.</summary>
internal static class BacklogBenchCommand
{
    public static Command Create(string start)
    {
        var orders = new Option<int>("--orders") { Description = "Orders that wait and may still be sent.", DefaultValueFactory = _ => 1_000_000 };
        var expired = new Option<int>("--expired") { Description = "Orders between them that have expired.", DefaultValueFactory = _ => 100_000 };
        var without = new Option<string[]>("--without") { Description = "Workers that stay away while it is worked off, such as analytics.", DefaultValueFactory = _ => [] };
        without.AcceptOnlyFromAmong([.. Workers.Names]);
        var json = new Option<bool>("--json") { Description = "Print the result as JSON." };
        var command = new Command("backlog", "Records intents while nobody judges them, then works them off, and fails unless each that is live was sent once and none that has expired.")
        {
            orders, expired, without, json,
        };
        var folder = Path.Combine(Path.GetTempPath(), $"pipeline-backlog-{Environment.ProcessId}");
        var settings = new SettingOptions(
            command, setting => setting.Flag is "--transport" or "--broker" or "--data" or "--store",
            ("--http", "127.0.0.1:0"), ("--log-level", "warning"), ("--data", folder), ("--limits", Path.Combine(folder, "limits.json")));
        command.SetInterruptibleAction(async (parsed, cancellationToken) =>
        {
            // Read before there is a folder: a setting that is not understood leaves none behind.
            var store = StoreLook.Named(settings.Read(parsed).Get<ProcessOptions>()).Name;
            var order = new BacklogOrder(parsed.GetValue(orders), parsed.GetValue(expired), parsed.GetValue(without)!);
            return await KeepAsync(folder, store, parsed.InvocationConfiguration.Error, async () =>
            {
                // The load repeats one content, and means it.
                Directory.CreateDirectory(folder);
                await File.WriteAllTextAsync(Path.Combine(folder, "limits.json"), """{"global": {"duplicate_window_s": 0}}""", cancellationToken).ConfigureAwait(false);
                var result = await BacklogBench.RunAsync(
                    DateTimeOffset.Parse(start, CultureInfo.InvariantCulture), clock => settings.Read(parsed, ("--clock", $"{clock:O}")), order, Console.Error.WriteLine, cancellationToken).ConfigureAwait(false);
                Print(result, parsed.GetValue(json));
                return result.IsRight;
            }, cancellationToken).ConfigureAwait(false);
        });
        return command;
    }

    /// <summary>Runs the bench, and keeps its folder unless everything was right or somebody has stopped it: what went wrong stands in the store, and is found nowhere else.</summary>
    /// <param name="folder">Where the store is unless another place is named.</param>
    /// <param name="store">Where it is.</param>
    /// <param name="error">Told where it was kept.</param>
    /// <param name="bench">Whether everything was right.</param>
    internal static async Task<int> KeepAsync(string folder, string store, TextWriter error, Func<Task<bool>> bench, CancellationToken cancellationToken)
    {
        var mayGo = false;
        try
        {
            mayGo = await bench().ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            mayGo = true;
            throw;
        }
        catch (TimeoutException e)
        {
            await error.WriteLineAsync($"pipeline: {e.Message}").ConfigureAwait(false);
        }
        finally
        {
            if (!mayGo)
            {
                await error.WriteLineAsync($"pipeline: the store was kept, for whoever looks for what went wrong: {store}").ConfigureAwait(false);
            }
            else if (Directory.Exists(folder))
            {
                Directory.Delete(folder, recursive: true);
            }
        }

        return mayGo ? 0 : 1;
    }

    private static void Print(BacklogResult result, bool asJson)
    {
        if (asJson)
        {
            Console.WriteLine(JsonSerializer.Serialize(result, PipelineJson.Options));
            return;
        }

        var table = new Table();
        table.AddColumns("live", "expired", "recorded/s", "worked off in s", "orders/s", "missing", "sent twice", "expired and sent", "withheld");
        table.AddRow(
            $"{result.Live}", $"{result.Expired}", $"{result.TakenPerSecond:0}", $"{result.Seconds:0}", $"{result.OrdersPerSecond:0}", $"{result.Missing}", $"{result.Repeated}", $"{result.ExpiredSent}",
            result.Withheld.Count == 0 ? "0" : string.Join(", ", result.Withheld.Select(reason => $"{reason.Value} {reason.Key}")));
        AnsiConsole.Write(table);
    }
}
