using Pipeline.Store;

namespace Pipeline.Host.Composition;

/// <summary>
/// Looks at a file again and again, so that a changed one is in force without a restart. A poll and no watch of the file system, which tells
/// nothing on many network file systems and where a file is replaced through a link, as in a mounted ConfigMap.
/// </summary>
/// <param name="file">Its name, for the log.</param>
/// <param name="interval">How often. On the real time also where the pipeline runs on a rehearsal clock: files are changed by people.</param>
/// <param name="look">The look.</param>
/// <param name="logger">The log.</param>
internal sealed class FileWatch(string file, TimeSpan interval, Func<CancellationToken, Task> look, ILogger<FileWatch> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(interval, TimeProvider.System);
        do
        {
            try
            {
                await look(stoppingToken).ConfigureAwait(false);
            }
            catch (StoreUnavailableException e)
            {
                logger.LogWarning("What {File} says could not be recorded; it is looked at again in {Interval}: {Error}", file, interval, e.Message);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false));
    }
}
