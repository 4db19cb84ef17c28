using Microsoft.Extensions.Options;
using Pipeline.Session;
using Pipeline.Trading.Sessions;

namespace Pipeline.Host.Sessions;

/// <summary>
/// Looks at the overrides file again and again. A poll and no watch of the file system, which tells nothing on many network file systems and
/// where a file is replaced through a link, as in a mounted ConfigMap.
/// </summary>
internal sealed class OverridesWatch(OverridesFile file, LiveCalendars calendars, IOptions<Trading.Sessions.SessionOptions> options, TimeProvider clock)
    : BackgroundService
{
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        calendars.FreshenAsync = file.FreshenAsync;
        return base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.ReloadInterval, clock);
        do
        {
            await file.LookAsync(stoppingToken).ConfigureAwait(false);
        }
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false));
    }
}
