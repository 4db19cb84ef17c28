using System.CommandLine;
using System.Text.Json;
using Pipeline.Host.Options;
using Pipeline.Host.Sessions;
using Pipeline.Host.Rehearsals;
using Pipeline.Intake;
using Pipeline.Messages;
using Pipeline.Reconciliation;
using Pipeline.Simulation;
using Pipeline.Submission;
using Pipeline.Trading.Limits;
using Pipeline.Trading.Rules;
using SessionOptions = Pipeline.Trading.Sessions.SessionOptions;

namespace Pipeline.Host.Commands;

/// <summary><c>pipeline rehearse</c>: the whole pipeline over a recorded market, on a simulated clock, in one go.</summary>
internal sealed class RehearseCommand
{
    private static readonly Type[] Sections =
        [typeof(IntakeOptions), typeof(ValidationOptions), typeof(SessionOptions), typeof(SubmissionOptions), typeof(ReconciliationOptions)];

    private readonly Command command = new(
        "rehearse",
        """
        Runs the whole pipeline on a simulated clock over recorded quotes and prints every order with its fills and the quote each
        came from. The paper venue fills from the recorded bid, ask and sizes: a market order takes the touch, a limit order waits
        until the quote reaches it, and what is larger than the displayed size fills in parts over the quotes that follow. A day
        order expires at the close. Nothing is kept, nothing leaves this process, and the same files give the same result.
        Exit code: 0 when every order has come to its end or still rests as gtc, 1 when one has not or intake refused an intent,
        2 when a file or a setting is not understood; then nothing ran.
        """);

    private readonly Option<string[]> quoteFiles = new("--quotes")
    {
        Description = "Recordings of one-minute quote bars, named SYMBOL_YYYYMMDD_quote.zip or .csv.",
        HelpName = "FILE", Required = true, AllowMultipleArgumentsPerToken = true,
    };

    private readonly Option<string[]> intentFiles = new("--intents")
    {
        Description = "Files of one intent or an array of intents (JSON). Each may say when it arrives in an extra field \"at\": an instant with an offset, or a time of day in New York such as \"10:30\" on the recording's first day; without it, at --from. An intent without rebalance_id gets FILENAME#INDEX in its place.",
        HelpName = "FILE", Required = true, AllowMultipleArgumentsPerToken = true,
    };

    private readonly Option<string?> from = new("--from")
    {
        Description = "When the clock starts, written like \"at\"; it starts earlier for an intent that arrives earlier. [default: the session's open on the recording's first day]",
        HelpName = "TIME",
    };

    private readonly Option<double?> speed = new("--speed")
    {
        Description = "Runs at so many times the pace of real time, and tells what happens on standard error while it does. [default: as fast as possible]", HelpName = "N",
    };

    private readonly Option<bool> json = new("--json") { Description = "Prints only the orders, as a JSON array in the shape of GET /v1/orders." };

    // A recording has a quote a minute, and minutes without one.
    private static readonly LimitSet Defaults = LimitSet.Defaults.With(AllLimits.MaxQuoteAgeS, 600);

    private readonly SettingOptions settings;

    private RehearseCommand()
    {
        Option[] options = [quoteFiles, intentFiles, from, speed, json];
        foreach (var option in options)
        {
            command.Options.Add(option);
        }

        settings = new SettingOptions(
            command,
            setting => Sections.Contains(setting.Property.ReflectedType) || setting.Flag == "--paper-starting-cash");
        command.SetAction(RunAsync);
    }

    public static Command Create() => new RehearseCommand().command;

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var pace = parsed.GetValue(speed);
        if (pace is <= 0 or double.NaN or double.PositiveInfinity)
        {
            throw new OptionException($"--speed: {pace} is no pace; write how many times faster than real time, for example 60");
        }

        var simulation = SettingsOf(settings.Read(parsed));
        var calendar = simulation.Calendars.Equities;
        var quotes = RehearsalInput.Quotes(parsed.GetRequiredValue(quoteFiles));
        var start = RehearsalInput.Start(parsed.GetValue(from), quotes, calendar);
        var intents = RehearsalInput.Intents(parsed.GetRequiredValue(intentFiles), quotes.Days[0], start);
        var (output, error) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);

        start = intents[0].At < start ? intents[0].At : start;
        using var driver = new Driver(simulation, quotes, start);
        if (pace is not null)
        {
            driver.Told += message => error.WriteLine(RehearsalNews.Line(message));
        }

        var rehearsal = new Rehearsal(driver, quotes, calendar, intents);
        await rehearsal.RunAsync(Pacing.At(pace, start, cancellationToken)).ConfigureAwait(false);

        var orders = rehearsal.Orders();
        if (parsed.GetValue(json))
        {
            await output.WriteLineAsync(JsonSerializer.Serialize(orders, PipelineJson.Options)).ConfigureAwait(false);
        }
        else
        {
            OrderReport.Write(output, orders, driver.Store);
        }

        return RehearsalSummary.Write(error, quotes, orders, rehearsal.Refusals, driver.Now);
    }

    private static SimulationSettings SettingsOf(OptionSet options) => new()
    {
        Intake = options.Get<IntakeOptions>(),
        Validation = options.Get<ValidationOptions>(),
        Session = options.Get<SessionOptions>(),
        Calendars = SessionsFile.Load(options.Get<SessionOptions>()),
        Submission = options.Get<SubmissionOptions>(),
        Reconciliation = options.Get<ReconciliationOptions>(),
        Limits = OperatorLimits.Source(options, Defaults) is { } limits ? System.Text.Encoding.UTF8.GetBytes(OperatorLimits.Look(limits).Document) : null,
        LimitDefaults = Defaults,
        StartingCash = options.Get<PaperOptions>().StartingCash,
    };
}
