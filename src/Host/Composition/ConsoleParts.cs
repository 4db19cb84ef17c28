using Pipeline.Bus;
using Pipeline.Host.Http;
using Pipeline.Host.Options;
using Pipeline.Store.Steps;
using Pipeline.Trading.Limits;
using Pipeline.WebConsole;

namespace Pipeline.Host.Composition;

/// <summary>The console, where the operator's worker is hosted.</summary>
internal static class ConsoleParts
{
    public static void Add(IServiceCollection services, OptionSet options, IReadOnlyList<string> workers)
    {
        if (!workers.Contains(Stages.Operator))
        {
            return;
        }

        var intake = options.Get<Intake.IntakeOptions>();
        services.AddSingleton(provider => new ProcessFacts(
            intake.Venue, intake.Account, options.Get<BusOptions>().Transport, workers, OperatorLimits.IsLive(options) ? LimitSet.Empty : LimitSet.Defaults,
            provider.GetRequiredService<Readiness>().Checks));
        ConsoleRegistration.AddServices(services);
    }
}
