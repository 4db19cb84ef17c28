using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;
using Pipeline.Store;
using Pipeline.Store.Steps;
using Pipeline.Store.WatchedFiles;
using Pipeline.Trading.Sessions;
using Pipeline.Trading.Sessions.Overrides;

namespace Pipeline.Session;

/// <summary>
/// The file with one-off closures and hours, as a process follows it. A change is put in force first and recorded then: a closure must not
/// wait for the store. A file that is broken, or gone, changes nothing and is raised once.
/// </summary>
public sealed class OverridesFile : IDisposable
{
    private readonly string file;
    private readonly Func<string?> read;
    private readonly TimeSpan interval;
    private readonly LiveCalendars calendars;
    private readonly IStore store;
    private readonly TimeProvider clock;
    private readonly ILogger<OverridesFile> logger;
    private readonly WatchedFile<Content> watched;

    /// <param name="file">Its name, for people.</param>
    /// <param name="read">Its text as it is now; null while nobody has written one.</param>
    /// <param name="interval">How old a look may be for a decision.</param>
    /// <param name="calendars">What it changes.</param>
    /// <param name="store">Where that is recorded.</param>
    /// <param name="clock">The time.</param>
    /// <param name="logger">The log.</param>
    public OverridesFile(
        string file, Func<string?> read, TimeSpan interval, LiveCalendars calendars, IStore store, TimeProvider clock, ILogger<OverridesFile> logger)
    {
        (this.file, this.read, this.interval, this.calendars, this.store, this.clock, this.logger) = (file, read, interval, calendars, store, clock, logger);
        watched = new WatchedFile<Content>(Look, TakeAsync, RefuseAsync, clock, known: null);
    }

    /// <summary>Looks at the file unless that was done a moment ago.</summary>
    public Task FreshenAsync(CancellationToken cancellationToken) => GuardAsync(watched.FreshenAsync(interval, cancellationToken));

    /// <summary>Looks at the file, and does what follows from what it says.</summary>
    public Task LookAsync(CancellationToken cancellationToken) => GuardAsync(watched.LookAsync(cancellationToken));

    /// <inheritdoc/>
    public void Dispose() => watched.Dispose();

    private async Task GuardAsync(Task look)
    {
        try
        {
            await look.ConfigureAwait(false);
        }
        catch (StoreUnavailableException e)
        {
            logger.LogWarning("What {File} says could not be recorded yet, and is in force: {Error}", file, e.Message);
        }
    }

    private async Task TakeAsync(FileLook<Content> look, CancellationToken cancellationToken)
    {
        var overrides = look.Content.Overrides!;
        if (overrides.Version != calendars.Now.Overrides.Version)
        {
            calendars.Replace(calendars.Now.With(overrides));
        }

        await store.WriteAsync(Turn.Of("session_overrides"), session => OverridesStep.Taken(session, overrides, file, clock.GetUtcNow()), cancellationToken).ConfigureAwait(false);
        logger.LogInformation("Session overrides {Version} of {File} are in force: {Days} days", overrides.Version, file, overrides.Days);
    }

    private async Task RefuseAsync(FileLook<Content> look, CancellationToken cancellationToken)
    {
        var error = look.Content.Error!;
        await store.WriteAsync(Turn.Of("session_overrides"), session => OverridesStep.Refused(session, look.Version, file, error, clock.GetUtcNow()), cancellationToken).ConfigureAwait(false);
        logger.LogError("{File} is refused, and overrides {Version} stay in force: {Error}", file, calendars.Now.Overrides.Version, error);
    }

    // What can't be read is named by its complaint, so that it counts as one text like any other.
    private FileLook<Content>? Look()
    {
        try
        {
            if (read() is not { } json)
            {
                return null;
            }

            var version = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(json)))[..16];
            try
            {
                return new FileLook<Content>(version, true, new Content(OverridesReader.Read(json), null));
            }
            catch (OverridesException e)
            {
                return new FileLook<Content>(version, false, new Content(null, e.Message));
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new FileLook<Content>(e.Message, false, new Content(null, e.Message));
        }
    }

    private sealed record Content(SessionOverrides? Overrides, string? Error);
}
