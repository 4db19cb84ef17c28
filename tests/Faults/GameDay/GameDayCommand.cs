using System.CommandLine;

namespace Pipeline.Faults.GameDay;

/// <summary>The command behind scripts/game-day.</summary>
internal static class GameDayCommand
{
    public static Command Create()
    {
        var only = new Option<string>("--only") { DefaultValueFactory = _ => "", Description = "Only the incidents whose name has this in it." };
        var keep = new Option<bool>("--keep") { Description = "Leave the folder of the run." };
        var write = new Option<FileInfo>("--write") { Description = $"Also put the table on this page, from its heading '{GameDayTable.Heading}' to its end." };
        write.AcceptExistingOnly();
        var command = new Command(
            "game-day",
            "Starts the pipeline over RabbitMQ with a venue that misbehaves, Prometheus and Alertmanager, injects eight incidents one after the other, and prints what was seen of each.")
        {
            only, keep, write,
        };
        only.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string>() is { } part && !Incidents.All.Any(incident => incident.Name.Contains(part, StringComparison.Ordinal)))
            {
                result.AddError($"--only: no incident is called so; there are {string.Join(", ", Incidents.All.Select(incident => incident.Name))}");
            }
        });
        command.SetAction(async (result, cancellationToken) =>
        {
            var results = await RunAsync(new GameDayRun(result.GetValue(keep), result.GetRequiredValue(only), text => Console.Error.WriteLine($"game-day: {text}")), cancellationToken);
            Console.Out.Write(GameDayTable.Of(results));
            if (result.GetValue(write) is { } page)
            {
                GameDayTable.Write(page.FullName, results);
            }

            return results.All(one => one.IsWell) ? 0 : 1;
        });
        return command;
    }

    // A request that was not answered in time looks like a cancellation, of which nothing would be said.
    private static async Task<IReadOnlyList<IncidentResult>> RunAsync(GameDayRun run, CancellationToken cancellationToken)
    {
        try
        {
            return await run.RunAsync(cancellationToken);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"Somebody has not answered in time: {e.Message}", e);
        }
    }
}
