using System.CommandLine;

namespace Pipeline.Host.Commands;

/// <summary>The command line of <c>pipeline</c>.</summary>
internal static class PipelineCommand
{
    public static RootCommand Create() => new RootCommand("An order pipeline: takes an agent's intents, checks them, and gets at most one order per line onto a venue.")
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
}
