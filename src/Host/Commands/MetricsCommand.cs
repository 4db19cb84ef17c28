using System.CommandLine;
using System.Text.Json;
using Pipeline.Host.Composition;
using Pipeline.Messages;
using Pipeline.Metering;

namespace Pipeline.Host.Commands;

/// <summary><c>pipeline metrics</c>: everything that is counted and measured.</summary>
internal static class MetricsCommand
{
    private static readonly JsonSerializerOptions Json = new(PipelineJson.Options) { WriteIndented = true, NewLine = "\n" };

    public static Command Create()
    {
        var markdown = new Option<bool>("--markdown") { Description = "Prints the page docs/metrics.md." };
        var command = new Command("metrics", "Lists every metric with its type, unit, labels and meaning, as JSON.") { markdown };
        command.SetAction(parsed =>
        {
            MonitoringRegistration.MakeEveryMeter();
            parsed.InvocationConfiguration.Output.Write(
                parsed.GetValue(markdown) ? MetricsPage.Markdown(Meters.All) : JsonSerializer.Serialize(Meters.All, Json) + "\n");
        });
        return command;
    }
}
