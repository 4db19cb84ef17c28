using System.CommandLine;
using Pipeline.Host.Options;

namespace Pipeline.Host.Commands;

/// <summary>Turns the settings into flags of a command, with their other names in its help.</summary>
internal sealed class SettingOptions
{
    private readonly List<(OptionSetting Setting, Option<string?> Option)> options = [];
    private readonly Option<FileInfo?> config = new("--config") { Description = "Configuration file (JSON); every setting by its key." };

    private readonly Dictionary<string, string> defaults;

    /// <param name="command">Gets a flag for each setting.</param>
    /// <param name="include">Which settings; all of them without it.</param>
    /// <param name="defaults">Defaults of this command alone.</param>
    public SettingOptions(Command command, Func<OptionSetting, bool>? include = null, params (string Flag, string Value)[] defaults)
    {
        this.defaults = defaults.ToDictionary(entry => entry.Flag, entry => entry.Value);
        foreach (var setting in OptionSet.Settings.Where(include ?? (_ => true)))
        {
            var byDefault = this.defaults.GetValueOrDefault(setting.Flag) ?? OptionSet.DefaultOf(setting);
            var option = new Option<string?>(setting.Flag)
            {
                Description = $"{setting.Description} [{setting.Variable}; key {setting.Key}{(byDefault.Length > 0 ? $"; default {byDefault}" : "")}]",
                HelpName = "VALUE",
            };
            options.Add((setting, option));
            command.Options.Add(option);
        }

        command.Options.Add(config);
    }

    /// <param name="result">The command line.</param>
    /// <param name="given">What the command sets itself.</param>
    /// <exception cref="OptionException">A value is not understood.</exception>
    public OptionSet Read(ParseResult result, params (string Flag, string Value)[] given)
    {
        var flags = given.ToDictionary(entry => entry.Flag, entry => entry.Value);
        foreach (var (setting, option) in options)
        {
            if (result.GetValue(option) is { } value)
            {
                flags[setting.Flag] = value;
            }
        }

        return OptionSet.Read(
            flags, Environment.GetEnvironmentVariable, result.GetValue(config)?.FullName, defaults, Environment.GetEnvironmentVariables().Keys.Cast<string>().Order(StringComparer.Ordinal));
    }
}
