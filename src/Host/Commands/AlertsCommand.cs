using System.CommandLine;
using System.Text.Json;
using Pipeline.Messages;
using Pipeline.Monitoring;
using Pipeline.Monitoring.Rules;
using Pipeline.Store.Tables;

namespace Pipeline.Host.Commands;

/// <summary><c>pipeline alerts</c>: everything that a person is called for, and the files of monitoring systems.</summary>
internal static class AlertsCommand
{
    private static readonly JsonSerializerOptions Json = new(PipelineJson.Options) { WriteIndented = true, NewLine = "\n" };

    public static Command Create()
    {
        var markdown = new Option<bool>("--markdown") { Description = "Prints the page docs/runbooks/pipeline-alerts.md." };
        var write = new Option<DirectoryInfo?>("--write")
        {
            Description = "Writes the rules of Prometheus, and the dashboards, alert rules, contact points and policy of Grafana into this folder: infra.", HelpName = "DIR",
        };
        var command = new Command("alerts", "Lists every alert, of the pipeline itself and of the monitoring system, as JSON.") { markdown, write };
        command.SetAction(parsed =>
        {
            var output = parsed.InvocationConfiguration.Output;
            if (parsed.GetValue(write) is { } folder)
            {
                Write(folder.FullName, output);
            }
            else
            {
                output.Write(parsed.GetValue(markdown)
                    ? AlertsPage.Markdown()
                    : JsonSerializer.Serialize(
                        new { pipeline = Alert.All.Select(alert => new { alert.Code, alert.Severity }), monitoring = AlertRules.All }, Json) + "\n");
            }
        });
        return command;
    }

    private static void Write(string folder, TextWriter output)
    {
        foreach (var (path, text) in MonitoringFiles.All)
        {
            var file = Path.Combine(folder, path);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, text);
            output.WriteLine(file);
        }
    }
}
