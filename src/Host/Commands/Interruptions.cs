using System.CommandLine;
using System.Runtime.InteropServices;

namespace Pipeline.Host.Commands;

/// <summary>
/// Commands that work for a while and end what they have begun when they are told to stop (Ctrl-C, SIGTERM). Where a whole pipeline runs in one, its host takes the signal for itself once it
/// has started, and nobody waits for it: so the command listens, from the first moment on.
/// </summary>
internal static class Interruptions
{
    /// <summary>Exit code of a command that was told to stop, as a shell has it of one that Ctrl-C has ended.</summary>
    public const int Interrupted = 130;

    /// <summary>Sets what a command does until it is done or told to stop; told twice it dies, unless a host that runs in it drains.</summary>
    public static void SetInterruptibleAction(this Command command, Func<ParseResult, CancellationToken, Task<int>> action) => command.SetAction(async (parsed, cancellationToken) =>
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        try
        {
            return await action(parsed, stop.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return Interrupted;
        }

        void Stop(PosixSignalContext signal)
        {
            signal.Cancel = !stop.IsCancellationRequested;
            stop.Cancel();
        }
    });
}
