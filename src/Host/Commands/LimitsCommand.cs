using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using Pipeline.Host.Options;
using Pipeline.Intake;
using Pipeline.Messages;
using Pipeline.Store.Limits;
using Pipeline.Trading.Limits;
using Pipeline.Trading.Rules;
using Pipeline.Venues.Alpaca;
using Pipeline.Venues.Binance;
using Spectre.Console;

namespace Pipeline.Host.Commands;

/// <summary><c>pipeline limits</c>: checks a limits file, shows what it puts in force, and prints its schema.</summary>
internal sealed class LimitsCommand
{
    private static readonly JsonSerializerOptions Json = new(PipelineJson.Options)
    {
        WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    // What decides whether a venue is live, and for which account every limit must be said.
    private static readonly Type[] Sections = [typeof(IntakeOptions), typeof(AlpacaOptions), typeof(BinanceOptions), typeof(ValidationOptions)];

    private readonly Option<bool> table = new("--table") { Description = "Prints a table instead of JSON." };

    public static Command Create()
    {
        var schema = new Option<bool>("--schema") { Description = "Prints the JSON Schema of a limits file." };
        var command = new Command(
            "limits",
            """
            The operator's limits. One file has them, by scope; `pipeline run --limits FILE` puts it in force, and a change of it without a
            restart. docs/rules.md has every limit and rule.
            """)
        {
            schema, new LimitsCommand().Check(), new LimitsCommand().Show(),
        };
        command.SetAction(parsed =>
        {
            if (!parsed.GetValue(schema))
            {
                throw new OptionException("limits: say check FILE, show or --schema; `pipeline limits --help` describes them");
            }

            parsed.InvocationConfiguration.Output.WriteLine(LimitSchema.Json);
        });
        return command;
    }

    private Command Check()
    {
        var file = new Argument<FileInfo>("FILE") { Description = "The limits file." };
        var command = new Command("check", "Checks a limits file as a start with these settings would, and names every fault by its place. Exit code: 0 when it can be put in force, 1 when it can't.")
        {
            file, table,
        };
        var settings = Settings(command);
        command.SetAction(parsed =>
        {
            var options = settings.Read(parsed);
            options.Get<ValidationOptions>().Limits = parsed.GetRequiredValue(file).FullName;
            var look = OperatorLimits.Source(options)!.Look();
            var warnings = OperatorLimits.Warnings(options, look.Book);
            var output = parsed.InvocationConfiguration.Output;
            if (parsed.GetValue(table))
            {
                output.WriteLine(look.Book is null ? $"{look.Faults.Count} faults" : "ok");
                foreach (var fault in look.Faults)
                {
                    output.WriteLine($"{fault.Path}: {fault.Message}");
                }

                WriteWarnings(output, warnings);
            }
            else
            {
                output.WriteLine(JsonSerializer.Serialize(new { ok = look.Book is not null, look.Hash, look.Faults, warnings }, Json));
            }

            return look.Book is null ? 1 : 0;
        });
        return command;
    }

    private Command Show()
    {
        var command = new Command("show", "Shows the limits in force with these settings: every scope's, with the defaults and the allotment counted in.") { table };
        var settings = Settings(command);
        command.SetAction(parsed =>
        {
            var options = settings.Read(parsed);
            var source = OperatorLimits.Source(options);
            var book = source is null ? LimitBook.Default : OperatorLimits.Look(source).Book!;
            var warnings = OperatorLimits.Warnings(options, book);
            if (parsed.GetValue(table))
            {
                Write(parsed.InvocationConfiguration.Output, book);
                WriteWarnings(parsed.InvocationConfiguration.Output, warnings);
                return;
            }

            parsed.InvocationConfiguration.Output.WriteLine(JsonSerializer.Serialize(
                new
                {
                    book.Hash, book.Allotment,
                    scopes = book.Scopes.ToDictionary(entry => entry.Scope.Text, entry => AllLimits.All.Where(entry.Limits.Says)
                        .ToDictionary(limit => limit.Name, limit => LimitChange.Said(entry.Limits, limit))),
                    warnings,
                },
                Json));
        });
        return command;
    }

    private static void WriteWarnings(TextWriter output, IReadOnlyList<LimitFault> warnings)
    {
        foreach (var warning in warnings)
        {
            output.WriteLine($"warning: {warning.Path}: {warning.Message}");
        }
    }

    private static SettingOptions Settings(Command command) => new(
        command, setting => Sections.Contains(setting.Property.ReflectedType)
            && setting.Flag is "--venue" or "--intake-account" or "--alpaca-url" or "--alpaca-data-url" or "--alpaca-stream-url" or "--binance-url" or "--binance-stream-url" or "--limits");

    private static void Write(TextWriter output, LimitBook book)
    {
        var rows = new Table();
        rows.AddColumns("scope", "limit", "value", "waived because");
        foreach (var (scope, limits) in book.Scopes)
        {
            foreach (var limit in AllLimits.All.Where(limits.Says))
            {
                rows.AddRow(
                    Markup.Escape(scope.Text), limit.Name, Markup.Escape(limits.Raw(limit) is { } value ? limit.ToJson(value).ToJsonString() : ""),
                    Markup.Escape(limits.WaivedBecause(limit) ?? ""));
            }
        }

        AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output), Ansi = AnsiSupport.No }).Write(rows);
    }
}
