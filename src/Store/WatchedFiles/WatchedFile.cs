namespace Pipeline.Store.WatchedFiles;

/// <summary>A file as one look has found it.</summary>
/// <typeparam name="T">What it is read as.</typeparam>
/// <param name="Version">Tells one state of the file from another; also one that can't be read has a version.</param>
/// <param name="IsWhole">Whether it can be taken.</param>
/// <param name="Content">What it says, or why it can't be taken.</param>
public sealed record FileLook<T>(string Version, bool IsWhole, T Content);

/// <summary>
/// A file that people change while the pipeline runs. A look costs nothing until the file is another one than before: then it is taken, whole, or
/// refused, once for each state. What can't be taken is looked at a second time before it counts: whoever writes a file may be in the
/// middle of it. What could not be recorded is done again at the next look.
/// </summary>
/// <typeparam name="T">What it is read as.</typeparam>
/// <param name="look">Looks at it; null while there is nothing to look at.</param>
/// <param name="take">Puts what it says in force, and records that.</param>
/// <param name="refuse">Records that it can't be taken. What was in force stays so.</param>
/// <param name="clock">The time.</param>
/// <param name="known">The version that is in force at the start, and recorded; null when none is.</param>
public sealed class WatchedFile<T>(
    Func<FileLook<T>?> look, Func<FileLook<T>, CancellationToken, Task> take, Func<FileLook<T>, CancellationToken, Task> refuse, TimeProvider clock, string? known)
    : IDisposable
{
    private readonly SemaphoreSlim oneLook = new(1);
    private long lookedAt = clock.GetTimestamp();
    private string? settled = known;
    private string? suspect;

    /// <summary>Looks at it when the last look is older than a time.</summary>
    public Task FreshenAsync(TimeSpan oldest, CancellationToken cancellationToken) =>
        clock.GetElapsedTime(Volatile.Read(ref lookedAt)) <= oldest ? Task.CompletedTask : LookAsync(cancellationToken);

    /// <summary>Looks at it, and does what follows.</summary>
    /// <exception cref="StoreUnavailableException">What follows could not be recorded; the next look does it.</exception>
    public async Task LookAsync(CancellationToken cancellationToken)
    {
        await oneLook.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await FollowAsync(look(), cancellationToken).ConfigureAwait(false);
            Volatile.Write(ref lookedAt, clock.GetTimestamp());
        }
        finally
        {
            oneLook.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => oneLook.Dispose();

    private async Task FollowAsync(FileLook<T>? found, CancellationToken cancellationToken)
    {
        if (found is null || found.Version == settled)
        {
            suspect = null;
            return;
        }

        if (!found.IsWhole && suspect != found.Version)
        {
            suspect = found.Version;
            return;
        }

        await (found.IsWhole ? take(found, cancellationToken) : refuse(found, cancellationToken)).ConfigureAwait(false);
        (settled, suspect) = (found.Version, null);
    }
}
