using System.CommandLine;
using Pipeline.Pipelinectl.Http;

namespace Pipeline.Pipelinectl;

/// <summary>Where the pipeline is, who asks, and in which form the answer is wanted: options of every command.</summary>
internal sealed class Connection
{
    private const string DefaultUrl = "http://127.0.0.1:8080";

    private readonly Option<string?> url = new("--url")
    {
        Description = $"Where the pipeline serves. [PIPELINE_URL; default {DefaultUrl}]",
        HelpName = "URL",
        Recursive = true,
    };

    // No default value: help would print it.
    private readonly Option<string?> token = new("--token")
    {
        Description = "Your operator's token. The variable is the better place: a command line can be read by others. [PIPELINE_TOKEN]",
        HelpName = "TOKEN",
        Recursive = true,
    };

    private readonly Option<bool> json = new("--json") { Description = "Prints JSON, for programs.", Recursive = true };

    public void AddTo(RootCommand root)
    {
        root.Options.Add(url);
        root.Options.Add(token);
        root.Options.Add(json);
    }

    public bool WantsJson(ParseResult parsed) => parsed.GetValue(json);

    /// <exception cref="CtlException">The address is none.</exception>
    public PipelineClient Open(ParseResult parsed)
    {
        var address = Value(parsed, url, "PIPELINE_URL") ?? DefaultUrl;
        return Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
            ? new PipelineClient(uri, Value(parsed, token, "PIPELINE_TOKEN"))
            : throw new CtlException(ExitCode.Usage, $"'{address}' is no address: write it like {DefaultUrl}, with --url or in PIPELINE_URL");
    }

    private static string? Value(ParseResult parsed, Option<string?> option, string variable) =>
        (parsed.GetValue(option) ?? Environment.GetEnvironmentVariable(variable)) is { Length: > 0 } value ? value : null;
}
