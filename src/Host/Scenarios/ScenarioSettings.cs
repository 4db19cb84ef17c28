using Pipeline.Bus;
using Pipeline.Host.Options;
using Pipeline.Intake;
using Pipeline.Operator;
using Pipeline.Reconciliation;
using Pipeline.Simulation;
using Pipeline.Simulation.Scenarios;
using Pipeline.Submission;
using Pipeline.Trading.Halts;
using Pipeline.Trading.Rules;
using Pipeline.Trading.Sessions;
using Pipeline.Trading.Sessions.Overrides;
using Pipeline.Venues.Alpaca;
using Pipeline.Venues.Binance;
using SessionOptions = Pipeline.Trading.Sessions.SessionOptions;

namespace Pipeline.Host.Scenarios;

/// <summary>The settings of a scenario, by their keys in a configuration file.</summary>
internal static class ScenarioSettings
{
    /// <summary>The venue of a scenario that names no dialect speaks as Alpaca does.</summary>
    private const string Venue = "alpaca";

    // Its orders cost nobody anything, so that a strategy need not be promoted. And each message is one that a step can name, unless a scenario wants it otherwise.
    private static readonly Dictionary<string, string> OfSimulatedVenue = new() { ["--approvals-paper-first"] = "false", ["--hand-over"] = "false" };

    private static readonly Type[] Sections =
    [
        typeof(BusOptions), typeof(IntakeOptions), typeof(ValidationOptions), typeof(SessionOptions), typeof(SubmissionOptions),
        typeof(ReconciliationOptions), typeof(AlpacaOptions), typeof(BinanceOptions), typeof(HaltOptions), typeof(ApprovalOptions), typeof(OperatorOptions),
    ];

    /// <exception cref="ScenarioException">A key or a value is not understood.</exception>
    public static SimulationSettings Of(IReadOnlyDictionary<string, string> values)
    {
        var flags = values.ToDictionary(entry => FlagOf(entry.Key), entry => entry.Value);
        try
        {
            var options = OptionSet.Read(flags, _ => null, null, OfSimulatedVenue);
            var intake = options.Get<IntakeOptions>();
            intake.Venue = Venue;
            var session = options.Get<SessionOptions>();
            if (session.Overrides.Length > 0)
            {
                throw new ScenarioException("$.settings.session.overrides: a scenario has no files; a step session_overrides writes one");
            }

            return new SimulationSettings
            {
                Bus = options.Get<BusOptions>(),
                Intake = intake,
                Validation = options.Get<ValidationOptions>(),
                Session = session,
                Calendars = SessionCalendars.Create(session.Markets, SessionOverrides.None),
                Submission = options.Get<SubmissionOptions>(),
                Reconciliation = options.Get<ReconciliationOptions>(),
                Alpaca = options.Get<AlpacaOptions>(),
                Binance = options.Get<BinanceOptions>(),
                Halts = options.Get<HaltOptions>(),
                Approvals = options.Get<ApprovalOptions>(),
                Operator = options.Get<OperatorOptions>(),
            };
        }
        catch (OptionException e)
        {
            throw new ScenarioException(InTheFile(e.Message), e);
        }
    }

    // The complaint names flags of the command line; a scenario has keys.
    private static string InTheFile(string complaint) => string.Join(Environment.NewLine, complaint.Split(Environment.NewLine).Select(fault =>
        OptionSet.Settings.FirstOrDefault(setting => fault.StartsWith($"{setting.Flag}:", StringComparison.Ordinal)) is { } setting
            ? $"$.settings.{setting.Key}{fault[setting.Flag.Length..]}"
            : $"$.settings: {fault}"));

    private static string FlagOf(string key)
    {
        var setting = OptionSet.Settings.FirstOrDefault(setting => setting.Key == key)
            ?? throw new ScenarioException($"$.settings.{key}: no such setting; `pipeline run --help` lists them by their keys");
        return Sections.Contains(setting.Property.ReflectedType) && setting.Property.Name is not (nameof(ValidationOptions.Limits) or nameof(ValidationOptions.LimitsInterval))
            ? setting.Flag
            : throw new ScenarioException($"$.settings.{key}: means nothing in a scenario, which has its own clock, venue and store");
    }
}
