namespace Pipeline.Trading.Sessions;

/// <summary>
/// The calendars that are in force in a process. They are replaced as a whole when the overrides change; who decides by them takes
/// <see cref="Now"/> once, so that a decision never sees two of them.
/// </summary>
/// <param name="first">The calendars it starts with.</param>
public sealed class LiveCalendars(SessionCalendars first)
{
    private volatile SessionCalendars now = first;

    /// <summary>The calendars in force.</summary>
    public SessionCalendars Now => now;

    /// <summary>
    /// Has whoever follows the overrides look at them, should the last look be too long ago. A process that stood still, or was starved, must
    /// not send by calendars of before.
    /// </summary>
    public Func<CancellationToken, Task> FreshenAsync { get; set; } = _ => Task.CompletedTask;

    /// <summary>Puts others in force.</summary>
    public void Replace(SessionCalendars calendars) => now = calendars;
}
