using System.CommandLine;
using System.CommandLine.Invocation;
using Pipeline.Intentctl.Commands;

namespace Pipeline.Intentctl;

/// <summary>The agent's command line. It knows nothing but the pipeline's HTTP API, and answers in JSON, whatever happens.</summary>
internal static class Cli
{
    /// <param name="args">The command line.</param>
    /// <param name="input">Where an intent comes from that is in no file.</param>
    /// <param name="output">Where the report goes.</param>
    /// <param name="error">Where it is said what went wrong.</param>
    /// <param name="variable">The environment.</param>
    public static async Task<int> RunAsync(string[] args, Stream input, TextWriter output, TextWriter error, Func<string, string?> variable)
    {
        var connection = new Connection(variable);
        var parsed = Create(connection, input).Parse(args);
        try
        {
            return await InvokeAsync(parsed, args, output, error).ConfigureAwait(false);
        }
        catch (IntentctlException e)
        {
            return await SayAsync(e.Report).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // Told to stop (Ctrl-C, SIGTERM) while nothing was asked, as between two looks: whatever was sent before was answered.
            return await SayAsync(IntentctlException.Stopped(null)).ConfigureAwait(false);
        }

        async Task<int> SayAsync(Report report)
        {
            if (!connection.WantsTable(parsed))
            {
                await output.WriteLineAsync(report.ToJson()).ConfigureAwait(false);
            }

            await error.WriteLineAsync($"intentctl: {Plain.Of($"{report.Message?.TrimEnd('.')}. {report.Next}")}").ConfigureAwait(false);
            return (int)report.Code;
        }
    }

    private static async Task<int> InvokeAsync(ParseResult parsed, string[] args, TextWriter output, TextWriter error) =>
        args.FirstOrDefault(IsUnreadable) is { } unreadable ? throw IntentctlException.Usage(
                $"Argument {Array.IndexOf(args, unreadable) + 1}{(Array.IndexOf(args, unreadable) is var at and > 0 ? $", after {args[at - 1]}," : "")} has bytes that are no UTF-8")
            : parsed.Action is ParseErrorAction ? throw IntentctlException.Usage(string.Join(" ", parsed.Errors.Select(fault => fault.Message)))
            : await parsed.InvokeAsync(new InvocationConfiguration { Output = output, Error = error, EnableDefaultExceptionHandler = false }).ConfigureAwait(false);

    // What the system hands over as other bytes has this in their place.
    private static bool IsUnreadable(string argument) => argument.Contains('\uFFFD', StringComparison.Ordinal) || argument.EnumerateRunes().Any(rune => rune == System.Text.Rune.ReplacementChar);

    private static RootCommand Create(Connection connection, Stream input)
    {
        var root = new RootCommand(
            """
            The command line of an agent that trades: submits its plans to the pipeline and asks what became of them. It prints one JSON
            document: exit_code, outcome, next (what to do now), and answer (what the pipeline said).

            Examples:
              intentctl submit --rebalance-id plan-7 --portfolio core --symbol AAPL --side buy --qty 10 --order-type limit --limit-price 180.25
              intentctl status --rebalance-id plan-7
              intentctl brief --table

            Where the pipeline is, and who asks, once for a shell:
              export PIPELINE_URL=http://127.0.0.1:8080
              read -rs PIPELINE_INTENT_TOKEN && export PIPELINE_INTENT_TOKEN

            Exit codes:
              0 accepted, known or done
              1 the request is wrong: command line, file, document, id or credentials; this call recorded nothing
              2 refused by a rule or the venue: don't try it again
              3 the same was taken before, and the earlier order stands: success
              4 the rebalance_id is used for other terms; nothing was recorded
              5 the order may be at the venue and nobody knows yet: ask status, never submit it again
              6 the pipeline has not answered or can't now: the same command again, with the same rebalance_id
            """)
        {
            SubmitCommand.Create(connection, input),
            CheckCommand.Create(connection, input),
            StatusCommand.Create(connection),
            ListCommand.Create(connection),
            CancelCommand.Create(connection),
            BriefCommand.Create(connection),
            HealthCommand.Create(connection),
            CompletionCommand.Create("intentctl"),
        };
        connection.AddTo(root);
        HelpWithExamples.AddTo(root);
        return root;
    }
}
