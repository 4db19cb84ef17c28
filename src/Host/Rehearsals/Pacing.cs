namespace Pipeline.Host.Rehearsals;

/// <summary>How fast a rehearsal goes for those who watch it.</summary>
internal static class Pacing
{
    /// <summary>Waits until the real clock, at so many times its pace, has come as far as the rehearsal wants to go.</summary>
    /// <param name="speed">Times real time, or null not to wait at all.</param>
    /// <param name="start">The rehearsal's first instant, which is now.</param>
    public static Func<DateTimeOffset, Task> At(double? speed, DateTimeOffset start, CancellationToken cancellationToken)
    {
        if (speed is not { } factor)
        {
            return _ =>
            {
                cancellationToken.ThrowIfCancellationRequested();
                return Task.CompletedTask;
            };
        }

        var real = TimeProvider.System;
        var started = real.GetTimestamp();
        return instant =>
        {
            var left = ((instant - start) / factor) - real.GetElapsedTime(started);
            return left > TimeSpan.Zero ? Task.Delay(left, real, cancellationToken) : Task.CompletedTask;
        };
    }
}
