using System.CommandLine;
using System.Text.Json;
using Pipeline.Host.Commands;
using Pipeline.Messages;
using Pipeline.Store.Queries;

namespace Pipeline.Workers.Tests.Rehearsal;

/// <summary>What <c>pipeline rehearse</c> said and how it ended.</summary>
internal sealed record RehearseRun(int ExitCode, string Output, string Error)
{
    public IReadOnlyList<OrderView> Orders => JsonSerializer.Deserialize<IReadOnlyList<OrderView>>(Output, PipelineJson.Options)!;

    public OrderView Order => Orders.Single();

    public static RehearseRun Of(params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var configuration = new InvocationConfiguration { EnableDefaultExceptionHandler = false, Output = output, Error = error };
        var exitCode = RehearseCommand.Create().Parse(arguments).Invoke(configuration);
        return new RehearseRun(exitCode, output.ToString(), error.ToString());
    }

    /// <summary>Rehearses intents over one recording, for the orders as JSON.</summary>
    public static RehearseRun Of(RecordingFolder folder, string recording, string intents, params string[] more) =>
        Of(["--quotes", recording, "--intents", folder.Write("intents.json", intents), "--json", .. more]);
}
