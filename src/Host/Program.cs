using System.CommandLine;
using Pipeline.Host.Commands;
using Pipeline.Host.Options;
using Pipeline.Store;

var root = new RootCommand("An order pipeline: takes an agent's intents, checks them, and gets at most one order per line onto a venue.")
{
    RunCommand.Run(),
    RunCommand.Worker(),
    SetupCommand.Create(),
    HealthCommand.Create(),
    DemoCommand.Create(),
    RehearseCommand.Create(),
    ScenarioCommand.Create(),
    SimulateCommand.Create(),
    BenchCommand.Create(),
    LedgerCommand.Create(),
    StoreCommand.Create(),
    ArchiveCommand.Create(),
    AuditCommand.Create(),
    LimitsCommand.Create(),
    FuzzCommand.Create(),
    RulesCommand.Create(),
    MetricsCommand.Create(),
    AlertsCommand.Create(),
    VenueSimulatorCommand.Create(),
    AdaptersCommand.Create(),
    SessionsCommand.Create(),
};

try
{
    // A command line that can't be read is no result of what it asks for.
    var parsed = root.Parse(args);
    var exitCode = await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null })
        .ConfigureAwait(false);
    return parsed.Errors.Count > 0 ? 2 : exitCode;
}
catch (OptionException e)
{
    await Console.Error.WriteLineAsync($"pipeline: {e.Message}").ConfigureAwait(false);
    return 2;
}
catch (StoreUnavailableException e)
{
    await Console.Error.WriteLineAsync($"pipeline: {e.Message}").ConfigureAwait(false);
    return 3;
}
