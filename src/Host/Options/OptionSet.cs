using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Text.Json;
using Pipeline.Access;
using Pipeline.Bus;
using Pipeline.Intake;
using Pipeline.Notices;
using Pipeline.Operator;
using Pipeline.Operator.Audit;
using Pipeline.Reconciliation;
using Pipeline.Submission;
using Pipeline.Trading.Halts;
using Pipeline.Trading.Rules;
using Pipeline.Venues.Alpaca;
using Pipeline.Venues.Binance;
using Pipeline.WebConsole;

namespace Pipeline.Host.Options;

/// <summary>
/// Every setting of the pipeline. A flag goes before the environment, the environment before the configuration file, that
/// before the default. A name or value that is not understood stops the start and is named.
/// </summary>
public sealed class OptionSet
{
    private static readonly (string Section, Type Type)[] Sections =
    [
        ("", typeof(ProcessOptions)), ("", typeof(BusOptions)), ("", typeof(TracingOptions)), ("paper", typeof(PaperOptions)), ("alpaca", typeof(AlpacaOptions)), ("binance", typeof(BinanceOptions)), ("adapters", typeof(AdaptersOptions)), ("intake", typeof(IntakeOptions)),
        ("validation", typeof(ValidationOptions)), ("session", typeof(Trading.Sessions.SessionOptions)), ("submission", typeof(SubmissionOptions)),
        ("reconciliation", typeof(ReconciliationOptions)), ("operator", typeof(OperatorOptions)), ("access", typeof(AccessOptions)),
        ("console", typeof(ConsoleOptions)), ("audit", typeof(AuditOptions)), ("notices", typeof(NoticesOptions)), ("halts", typeof(HaltOptions)), ("approvals", typeof(ApprovalOptions)),
    ];

    private readonly Dictionary<Type, object> values = Sections.ToDictionary(section => section.Type, section => Activator.CreateInstance(section.Type)!);

    /// <summary>All settings, in the order in which help lists them.</summary>
    public static IReadOnlyList<OptionSetting> Settings { get; } =
    [
        .. Sections.SelectMany(section => section.Type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property.CanWrite)
            .Select(property => new OptionSetting(section.Section, property))),
    ];

    public T Get<T>()
        where T : class => (T)values[typeof(T)];

    /// <summary>The setting's default as text.</summary>
    public static string DefaultOf(OptionSetting setting) =>
        SettingValue.Format(setting.Property.GetValue(Activator.CreateInstance(setting.Property.ReflectedType!)));

    /// <summary>The options' values by type, for registration.</summary>
    public IReadOnlyDictionary<Type, object> Values => values;

    /// <summary>Reads the settings and checks them all.</summary>
    /// <param name="flags">Values given on the command line, by flag.</param>
    /// <param name="variables">The environment.</param>
    /// <param name="configFile">A configuration file, if one.</param>
    /// <param name="defaults">Defaults of one command that differ from the pipeline's, by flag.</param>
    /// <param name="names">The names of all variables there are, of which one that is nearly a setting's is a fault; null looks for none.</param>
    /// <exception cref="OptionException">Something is not understood; the message names every fault.</exception>
    public static OptionSet Read(
        IReadOnlyDictionary<string, string> flags, Func<string, string?> variables, string? configFile,
        IReadOnlyDictionary<string, string>? defaults = null, IEnumerable<string>? names = null)
    {
        var options = new OptionSet();
        var faults = new List<string>(Misspelling.Of(names ?? [], [.. Settings.Select(setting => setting.Variable)]));
        var file = configFile is null ? [] : ConfigFile.Read(configFile, faults);
        foreach (var setting in Settings)
        {
            var (source, text) = flags.TryGetValue(setting.Flag, out var flag) ? (setting.Flag, flag)
                : variables(setting.Variable) is { } variable ? (setting.Variable, variable)
                : file.TryGetValue(setting.Key, out var value) ? ($"{setting.Key} in {configFile}", value)
                : defaults is not null && defaults.TryGetValue(setting.Flag, out var byDefault) ? (setting.Flag, byDefault)
                : (null, null);
            if (text is not null)
            {
                options.Set(setting, source!, text, faults);
            }
        }

        return faults.Count == 0 ? options : throw new OptionException(string.Join(Environment.NewLine, faults));
    }

    private void Set(OptionSetting setting, string source, string text, List<string> faults)
    {
        var owner = values[setting.Property.ReflectedType!];
        try
        {
            var value = SettingValue.Parse(text, setting.Property.PropertyType);
            foreach (var attribute in setting.Property.GetCustomAttributes<ValidationAttribute>().Where(attribute => !attribute.IsValid(value)))
            {
                faults.Add($"{source}: {Told(setting, text, attribute)} {Explain(attribute)}");
            }

            if (IsMalformedAddress(setting, text))
            {
                faults.Add($"{source}: '{WithoutUser(text)}' is no address");
            }

            setting.Property.SetValue(owner, value);
        }
        catch (FormatException e)
        {
            faults.Add($"{source}: '{text}' {e.Message}");
        }
    }

    // Patterns say how an address begins, and not all of what may follow.
    private static bool IsMalformedAddress(OptionSetting setting, string text) =>
        setting.Property.GetCustomAttribute<RegularExpressionAttribute>() is { } pattern && pattern.Pattern.Contains("://", StringComparison.Ordinal)
        && text.Length > 0 && pattern.IsValid(text) && !Uri.TryCreate(text, UriKind.Absolute, out _);

    // Faults end up in logs. Of what may be a secret in the wrong place only the place is told.
    private static string Told(OptionSetting setting, string text, ValidationAttribute attribute)
    {
        if (setting.Property.GetCustomAttribute<PasswordPropertyTextAttribute>() is null)
        {
            return $"'{WithoutUser(text)}'";
        }

        var entries = text.Split(';').ToList();
        return $"entry {entries.FindIndex(entry => entry.Length == 0 || !attribute.IsValid(entry)) + 1} of {entries.Count}, not repeated here since it may be a secret,";
    }

    // Before an @ stand a user and a password, if an address is what was meant.
    private static string WithoutUser(string text)
    {
        var (at, scheme) = (text.LastIndexOf('@'), text.IndexOf("://", StringComparison.Ordinal));
        return at < 0 ? text : $"{(scheme >= 0 && scheme < at ? text[..(scheme + 3)] : "")}...{text[at..]}";
    }

    private static string Explain(ValidationAttribute attribute) => attribute switch
    {
        RangeAttribute range => $"is not between {range.Minimum} and {range.Maximum}",
        AllowedValuesAttribute allowed => $"is none of {string.Join(", ", allowed.Values)}",
        RegularExpressionAttribute pattern => $"does not have the form {pattern.Pattern}",
        RequiredAttribute => "is empty",
        _ => attribute.FormatErrorMessage("the value"),
    };
}
