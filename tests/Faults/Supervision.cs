namespace Pipeline.Faults;

/// <summary>Starts a process again that has ended by itself, as systemd does: a worker that can't consume any more leaves it to a new process.</summary>
internal sealed class Supervision : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource stop = new();
    private readonly Task watching;

    public Supervision(IReadOnlyList<PipelineProgram> programs, Action<string> say) => watching = WatchAsync(programs, say);

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
                say($"{program.Name} has ended by itself and is started again");
                program.Start();
            }

            await Task.Delay(Interval, TimeProvider.System, stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
