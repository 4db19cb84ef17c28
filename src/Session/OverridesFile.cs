using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;
using Pipeline.Store;
using Pipeline.Store.Steps;
using Pipeline.Trading.Sessions;
using Pipeline.Trading.Sessions.Overrides;

namespace Pipeline.Session;

/// <summary>
/// The file with one-off closures and hours, as a process follows it. A change is put in force first and recorded then; a file that is
/// broken, or gone, changes nothing and is raised once. What is broken is looked at a second time before it counts: whoever writes a file
/// may be in the middle of it.
/// </summary>
/// <param name="file">Its name, for people.</param>
/// <param name="read">Its text as it is now; null while nobody has written one.</param>
/// <param name="interval">How old a look may be for a decision.</param>
/// <param name="calendars">What it changes.</param>
/// <param name="store">Where that is recorded.</param>
/// <param name="clock">The time.</param>
/// <param name="logger">The log.</param>
public sealed class OverridesFile(
    string file, Func<string?> read, TimeSpan interval, LiveCalendars calendars, IStore store, TimeProvider clock, ILogger<OverridesFile> logger)
    : IDisposable
{
    private readonly SemaphoreSlim oneLook = new(1);
    private long lookedAt = clock.GetTimestamp();
    private string? recorded;
    private string? suspect;

    /// <summary>Looks at the file unless that was done a moment ago.</summary>
    public Task FreshenAsync(CancellationToken cancellationToken) =>
        clock.GetElapsedTime(Volatile.Read(ref lookedAt)) <= interval ? Task.CompletedTask : LookAsync(cancellationToken);

    /// <summary>Looks at the file, and does what follows from what it says.</summary>
    public async Task LookAsync(CancellationToken cancellationToken)
    {
        await oneLook.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (Read() is var (text, overrides, error))
            {
                await FollowAsync(text, overrides, error, cancellationToken).ConfigureAwait(false);
            }

            Volatile.Write(ref lookedAt, clock.GetTimestamp());
        }
        finally
        {
            oneLook.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => oneLook.Dispose();

    private async Task FollowAsync(string text, SessionOverrides? overrides, string? error, CancellationToken cancellationToken)
    {
        if (text == recorded)
        {
            return;
        }

        if (error is not null && suspect != text)
        {
            suspect = text;
            return;
        }

        if (overrides is not null && overrides.Version != calendars.Now.Overrides.Version)
        {
            calendars.Replace(calendars.Now.With(overrides));
        }

        try
        {
            var now = clock.GetUtcNow();
            await store.WriteAsync(
                session => overrides is not null
                    ? OverridesStep.Taken(session, overrides, file, now)
                    : OverridesStep.Refused(session, text, file, error!, now),
                cancellationToken).ConfigureAwait(false);
            (recorded, suspect) = (text, null);
            Tell(overrides, error);
        }
        catch (StoreUnavailableException e)
        {
            logger.LogWarning("What {File} says is in force, and could not be recorded yet: {Error}", file, e.Message);
        }
    }

    private void Tell(SessionOverrides? overrides, string? error)
    {
        if (overrides is not null)
        {
            logger.LogInformation("Session overrides {Version} of {File} are in force: {Days} days", overrides.Version, file, overrides.Days);
        }
        else
        {
            logger.LogError("{File} is refused, and overrides {Version} stay in force: {Error}", file, calendars.Now.Overrides.Version, error);
        }
    }

    // What can't be read is named by its complaint, so that it counts as one text like any other.
    private (string Text, SessionOverrides? Overrides, string? Error)? Read()
    {
        try
        {
            if (read() is not { } json)
            {
                return null;
            }

            var text = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(json)))[..16];
            try
            {
                return (text, OverridesReader.Read(json), null);
            }
            catch (OverridesException e)
            {
                return (text, null, e.Message);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return (e.Message, null, e.Message);
        }
    }
}
