using System.CommandLine;
using Pipeline.Pipelinectl.Commands;

namespace Pipeline.Pipelinectl;

/// <summary>The command line of whoever is on call: what happened, and what to do about it. It knows nothing but the pipeline's HTTP API.</summary>
internal static class Cli
{
    public static RootCommand Create()
    {
        var connection = new Connection();
        var root = new RootCommand(
            """
            The command line of whoever is on call: finds out what happened to an order, and acts on it by name and with a reason.

            Examples:
              pipelinectl order show 5QHZJ3V2M7KXWRTA4NPD6BGYC2EIOUSL     the whole life of an order; the venue's OrderId will do too
              pipelinectl order list --state unresolved                   what may be at the venue, with nobody sure
              pipelinectl order cancel ID --why "agent asked by phone"
              pipelinectl order list --state held                         what waits for a person
              pipelinectl brief --window 4h                               what happened, what is at stake, what to do next
              pipelinectl worklist                                        what needs you, oldest and costliest first
              pipelinectl dlq replay --group 3 --dry-run                  what a replay of dead letters would do
              pipelinectl breaks list                                     where the venue says otherwise than we do
              pipelinectl halt all --why "venue reports wrong prices"     nothing more is sent; open orders stay open

            Where and who, once for a shell (a token on a command line can be read by others on the machine):
              export PIPELINE_URL=http://127.0.0.1:8080
              read -rs PIPELINE_TOKEN && export PIPELINE_TOKEN

            Exit codes:
              0 done    1 the command line is not understood    2 the pipeline is not reachable, or can't answer now
              3 it does not know who you are, or nobody may act    4 there is no such order, halt, break, dead letter or promotion
              5 the act does not fit the state of things    6 the pipeline does not understand the request
              7 what was replayed failed again, or its run stands still    130 you have stopped it (Ctrl+C)
            """)
        {
            OrderCommand.Create(connection),
            HaltCommands.Halt(connection),
            HaltCommands.Resume(connection),
            HaltCommands.List(connection),
            BriefCommand.Create(connection),
            BreakCommand.Create(connection),
            ThrottleCommand.Create(connection),
            VenueCommand.Create(connection),
            AlertCommand.Create(connection),
            MarketCommand.Create(connection),
            DeadLetterCommand.Create(connection),
            WorklistCommand.Create(connection),
            NoticeCommand.Create(connection),
            StrategyCommand.Create(connection),
            KeyCommand.Create(connection),
            RestoredCommand.Create(connection),
            CompletionCommand.Create("pipelinectl"),
        };
        connection.AddTo(root);
        HelpWithExamples.AddTo(root);
        return root;
    }

    public static async Task<int> RunAsync(string[] args, TextWriter output, TextWriter error)
    {
        try
        {
            return await Create().Parse(args)
                .InvokeAsync(new InvocationConfiguration { Output = output, Error = error, EnableDefaultExceptionHandler = false })
                .ConfigureAwait(false);
        }
        catch (CtlException e)
        {
            await error.WriteLineAsync($"pipelinectl: {Plain.Of(e.Message)}").ConfigureAwait(false);
            return (int)e.ExitCode;
        }
        catch (OperationCanceledException)
        {
            // Only the caller's own signal: who waits in vain is told so by a CtlException.
            return (int)ExitCode.Stopped;
        }
    }
}
