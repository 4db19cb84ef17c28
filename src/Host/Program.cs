using System.CommandLine;
using Pipeline.Host.Commands;
using Pipeline.Host.Options;
using Pipeline.Store;

var root = new RootCommand("An order pipeline: takes an agent's intents, checks them, and gets at most one order per line onto a venue.")
{
    RunCommand.Run(),
    RunCommand.Worker(),
    SetupCommand.Create(),
    DemoCommand.Create(),
    RehearseCommand.Create(),
    ScenarioCommand.Create(),
    SimulateCommand.Create(),
    BenchCommand.Create(),
    LedgerCommand.Create(),
    AuditCommand.Create(),
    LimitsCommand.Create(),
    FuzzCommand.Create(),
    RulesCommand.Create(),
    VenueSimulatorCommand.Create(),
    AdaptersCommand.Create(),
    SessionsCommand.Create(),
};

try
{
    return await root.Parse(args).InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null })
        .ConfigureAwait(false);
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
