using Pipeline.Host.Options;
using Pipeline.Intake;
using Pipeline.Venues;

namespace Pipeline.Host.Bench;

/// <summary>What the account has on both sides while the critical path is measured.</summary>
/// <param name="Orders">Open orders.</param>
/// <param name="Executions">Executions, all of which every comparison looks at.</param>
internal sealed record BenchLedger(int Orders, int Executions)
{
    private DateTimeOffset at;

    public void Write(OptionSet options)
    {
        var (host, intake) = (options.Get<ProcessOptions>(), options.Get<IntakeOptions>());
        at = host.Clock ?? TimeProvider.System.GetUtcNow();
        SeededLedger.Write(Path.Combine(host.Data, "pipeline.db"), intake.Venue, intake.Account, Orders, Executions, at);
    }

    public void AddReports(IServiceCollection services) => services.AddSingleton<IVenueReports>(provider =>
        new SeededReports(provider.GetRequiredService<Venues.Paper.PaperVenue>(), Orders, Executions, at));
}
