using System.CommandLine;
using Pipeline.Intentctl.Http;

namespace Pipeline.Intentctl;

/// <summary>Where the pipeline is, and whether the answer is for people: options of every command.</summary>
internal sealed class Connection
{
    private const string DefaultUrl = "http://127.0.0.1:8080";

    private readonly Option<string?> url = new("--url")
    {
        Description = $"Where the pipeline serves. [PIPELINE_URL; default {DefaultUrl}]", HelpName = "URL", Recursive = true,
    };

    private readonly Option<bool> table = new("--table") { Description = "Prints tables, for people, instead of JSON.", Recursive = true };

    public void AddTo(RootCommand root)
    {
        root.Options.Add(url);
        root.Options.Add(table);
    }

    public bool WantsTable(ParseResult parsed) => parsed.GetValue(table);

    /// <exception cref="IntentctlException">The address is none.</exception>
    public PipelineClient Open(ParseResult parsed)
    {
        var address = (parsed.GetValue(url) ?? Environment.GetEnvironmentVariable("PIPELINE_URL")) is { Length: > 0 } said ? said : DefaultUrl;
        return Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
            ? new PipelineClient(uri)
            : throw new IntentctlException(ExitCode.Usage, $"'{address}' is no address: write it like {DefaultUrl}, with --url or in PIPELINE_URL");
    }
}
