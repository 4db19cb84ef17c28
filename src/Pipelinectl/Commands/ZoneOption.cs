using System.CommandLine;
using Pipeline.Pipelinectl.Screens;

namespace Pipeline.Pipelinectl.Commands;

/// <summary>Whose clock stands beside UTC.</summary>
internal static class ZoneOption
{
    public static Option<string> Create() => new("--zone")
    {
        Description = "The exchange's time zone, shown beside UTC.",
        HelpName = "ZONE",
        DefaultValueFactory = _ => Clock.DefaultZone,
    };

    /// <exception cref="CtlException">There is no such zone.</exception>
    public static Clock Read(ParseResult parsed, Option<string> zone) => parsed.GetRequiredValue(zone) is var name && Clock.In(name) is { } clock
        ? clock
        : throw new CtlException(ExitCode.Usage, $"--zone: there is no time zone '{name}'; write it like {Clock.DefaultZone} or Europe/London");
}
