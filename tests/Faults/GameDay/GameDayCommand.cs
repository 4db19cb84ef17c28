using System.CommandLine;
using System.Text;

namespace Pipeline.Faults.GameDay;

/// <summary>The command behind scripts/game-day.</summary>
internal static class GameDayCommand
{
    public static Command Create()
    {
        var only = new Option<string>("--only") { DefaultValueFactory = _ => "", Description = "Only the incidents whose name has this in it." };
        var keep = new Option<bool>("--keep") { Description = "Leave the folder of the run." };
        var command = new Command(
            "game-day",
            "Starts the pipeline over RabbitMQ with a venue that misbehaves, Prometheus and Alertmanager, injects eight incidents one after the other, and prints what was seen of each.")
        {
            only, keep,
        };
        command.SetAction(async (result, cancellationToken) =>
        {
            var (results, lost, doubled) = await new GameDayRun(result.GetValue(keep), result.GetRequiredValue(only), Console.Error.WriteLine).RunAsync(cancellationToken);
            Console.Out.Write(Table(results, lost, doubled));
            return lost == 0 && doubled == 0 && results.All(one => one is { Alert: not null, IsOver: true }) ? 0 : 1;
        });
        return command;
    }

    private static string Table(IReadOnlyList<IncidentResult> results, int lost, int doubled)
    {
        var text = new StringBuilder("| incident | alert | after | brief | worklist | cleared by | over |\n|---|---|---|---|---|---|---|\n");
        foreach (var one in results)
        {
            text.Append($"| {one.Name} | {one.Alert ?? "none"} | {one.Seconds:0.0} s | {one.Brief ?? "none"} | {one.Worklist} | {one.Act} | {(one.IsOver ? "yes" : "no")} |\n");
        }

        return text.Append($"\nOrders lost: {lost}. Orders doubled: {doubled}.\n").ToString();
    }
}
