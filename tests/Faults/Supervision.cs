namespace Pipeline.Faults;

/// <summary>Starts a process again that has ended by itself, as systemd does: a worker that can't consume any more leaves it to a new process.</summary>
internal sealed class Supervision : IAsyncDisposable
{
    // As it was told to (TERM), by its own watch since its broker delivers nothing, and killed by the run (128 and 9).
    private static readonly int[] ExpectedExitCodes = [0, 1, 137];

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource stop = new();
    private readonly List<string> crashes = [];
    private readonly Task watching;

    public Supervision(IReadOnlyList<PipelineProgram> programs, Action<string> say) => watching = WatchAsync(programs, say);

    /// <summary>What ended as no worker may; to be read when it is disposed.</summary>
    public IReadOnlyList<string> Crashes => crashes;

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await watching;
        stop.Dispose();
    }

    private async Task WatchAsync(IReadOnlyList<PipelineProgram> programs, Action<string> say)
    {
        while (!stop.IsCancellationRequested)
        {
            foreach (var program in programs.Where(program => program.HasEnded))
            {
                if (!ExpectedExitCodes.Contains(program.ExitCode))
                {
                    crashes.Add($"{program.Name} ended with exit code {program.ExitCode}");
                }

                say($"{program.Name} has ended by itself ({program.ExitCode}) and is started again");
                program.Start();
            }

            await Task.Delay(Interval, TimeProvider.System, stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
