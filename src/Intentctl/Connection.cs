using System.CommandLine;
using System.Globalization;
using Pipeline.Intentctl.Http;

namespace Pipeline.Intentctl;

/// <summary>Where the pipeline is, how long its answer may take, and whether it is for people: options of every command.</summary>
internal sealed class Connection(Func<string, string?> variable)
{
    private const string DefaultUrl = "http://127.0.0.1:8080";

    // With the program's own start that is within a second.
    private static readonly TimeSpan DefaultPatience = TimeSpan.FromSeconds(0.8);

    private readonly Option<string?> url = new("--url")
    {
        Description = $"Where the pipeline serves; not where there are credentials, which go to PIPELINE_URL alone. [PIPELINE_URL; default {DefaultUrl}]", HelpName = "URL", Recursive = true,
    };

    private readonly Option<string?> timeout = new("--timeout")
    {
        Description = "How many seconds the pipeline's answer may take, 0.1 to 60. [default 0.8]", HelpName = "SECONDS", Recursive = true,
    };

    private readonly Option<bool> table = new("--table") { Description = "Prints text for people instead of JSON.", Recursive = true };

    public void AddTo(RootCommand root)
    {
        root.Options.Add(url);
        root.Options.Add(timeout);
        root.Options.Add(table);
    }

    public bool WantsTable(ParseResult parsed) => parsed.GetValue(table);

    /// <exception cref="IntentctlException">The address is none, or the credentials can't be right.</exception>
    public PipelineClient Open(ParseResult parsed)
    {
        if (parsed.GetValue(url) is not null && Credentials.AreSet(variable))
        {
            throw IntentctlException.Usage("--url: the credentials in the environment belong to the pipeline at PIPELINE_URL and are used nowhere else");
        }

        if (parsed.GetValue(url) is null && variable("PIPELINE_URL") is { Length: 0 })
        {
            throw IntentctlException.Usage("PIPELINE_URL is set and empty: write where the pipeline serves, or unset it");
        }

        var address = (parsed.GetValue(url) ?? variable("PIPELINE_URL")) is { Length: > 0 } said ? said : DefaultUrl;
        return Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
            ? new PipelineClient(uri, Credentials.Read(variable, uri), Seconds(parsed.GetValue(timeout), "--timeout", 0.1, 60) ?? DefaultPatience)
            : throw IntentctlException.Usage($"'{address}' is no address: write it like {DefaultUrl}, with --url or in PIPELINE_URL");
    }

    /// <summary>A number of seconds; null where none is said.</summary>
    /// <exception cref="IntentctlException">It is no number, or out of range.</exception>
    public static TimeSpan? Seconds(string? text, string option, double least, double most) => text is null ? null
        : double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) && seconds >= least && seconds <= most
            ? TimeSpan.FromSeconds(seconds)
            : throw IntentctlException.Usage($"{option}: '{text}' is no number of seconds from {least} to {most}");
}
