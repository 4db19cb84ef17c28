using System.CommandLine;

namespace Pipeline.Intentctl.Commands;

/// <summary>Says how a command ended, to a program or to people.</summary>
internal static class Ending
{
    public static async Task<int> WriteAsync(Connection connection, ParseResult parsed, Report report, Action<TextWriter, Report> screen)
    {
        var output = parsed.InvocationConfiguration.Output;
        if (report.Message is not null)
        {
            throw new IntentctlException(report);
        }

        if (connection.WantsTable(parsed))
        {
            screen(output, report);
            await output.WriteLineAsync(Plain.Of(report.Next)).ConfigureAwait(false);
        }
        else
        {
            await output.WriteLineAsync(report.ToJson()).ConfigureAwait(false);
        }

        return (int)report.Code;
    }
}
