namespace Pipeline.Store.Writing;

/// <summary>
/// What other processes have committed and may not have flushed: whoever has read of it flushes the log itself. One that was killed meanwhile tells nothing any more, so that after somebody has
/// told, and when a store is opened, there is one flush more.
/// </summary>
/// <param name="flush">Has all on the disk that is in the log.</param>
internal sealed class OthersCommits(Action<LogHandle> flush)
{
    /// <summary>How often somebody was found telling; the first time is before anybody was asked.</summary>
    private long told = 1;

    private long flushed;

    /// <summary>Has on the disk what was read.</summary>
    /// <param name="asked">Where to ask who tells: this process's own handle, if it tells itself.</param>
    /// <param name="log">What to flush it by.</param>
    /// <exception cref="IOException">The disk failed.</exception>
    public void Flush(LogHandle asked, LogHandle log)
    {
        var tells = asked.OthersTell();
        var before = tells ? Interlocked.Increment(ref told) : Interlocked.Read(ref told);
        if (Interlocked.Read(ref flushed) >= before)
        {
            return;
        }

        flush(log);

        // Who tells may have committed more by now.
        Flushed(tells ? before - 1 : before);
    }

    private void Flushed(long upTo)
    {
        for (var known = Interlocked.Read(ref flushed); known < upTo; known = Interlocked.Read(ref flushed))
        {
            Interlocked.CompareExchange(ref flushed, upTo, known);
        }
    }
}
