using System.CommandLine;
using Pipeline.Intentctl.Commands;

namespace Pipeline.Intentctl;

/// <summary>The agent's command line. It knows nothing but the pipeline's HTTP API, and answers in JSON.</summary>
internal static class Cli
{
    /// <param name="input">Where an intent comes from that is in no file.</param>
    public static RootCommand Create(TextReader input)
    {
        var connection = new Connection();
        var root = new RootCommand(
            """
            The command line of an agent that trades: asks the pipeline, and answers in JSON.

            Examples:
              intentctl check intent.json                what would happen to it, line by line and rule by rule; nothing is recorded
              intentctl check - < intent.json            the same from standard input
              intentctl check intent.json --table        for people

            Where the pipeline is, once for a shell:
              export PIPELINE_URL=http://127.0.0.1:8080

            Exit codes:
              0 every line would go on, or is known already    1 the command line is not understood
              2 the pipeline is not reachable, or can't answer now
              5 some line would be denied, held or in conflict, or would wait    6 the pipeline would not take this document
            """)
        {
            CheckCommand.Create(connection, input),
        };
        connection.AddTo(root);
        return root;
    }

    public static async Task<int> RunAsync(string[] args, TextReader input, TextWriter output, TextWriter error)
    {
        try
        {
            return await Create(input).Parse(args)
                .InvokeAsync(new InvocationConfiguration { Output = output, Error = error, EnableDefaultExceptionHandler = false })
                .ConfigureAwait(false);
        }
        catch (IntentctlException e)
        {
            await error.WriteLineAsync($"intentctl: {Plain.Of(e.Message)}").ConfigureAwait(false);
            return (int)e.ExitCode;
        }
    }
}
