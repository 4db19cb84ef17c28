namespace Pipeline.Store.Failpoints;

/// <summary>
/// Where code says that it has come by a failpoint. Nothing happens unless this process was started with one armed
/// (<see cref="ArmedFailpoint"/>), or a simulation on this thread watches.
/// </summary>
public static class Failpoints
{
    private static readonly ArmedFailpoint? Armed = ArmedFailpoint.OfThisProcess();
    private static readonly HashSet<Failpoint> Known = [.. Failpoint.All];

    /// <summary>Told of every hit on this thread; what it throws is thrown at the place. Null on every thread but a simulation's.</summary>
    [ThreadStatic]
    private static Action<Failpoint>? watcher;

    private static volatile Action<Failpoint>? everywhere;

    /// <summary>True when a hit on any thread may matter: a failpoint is armed, or a test watches the whole process.</summary>
    public static bool AreWatched => Armed is not null || everywhere is not null;

    /// <summary>Has the hits on this thread told to <paramref name="watch"/>, until it is set to null.</summary>
    public static void Watch(Action<Failpoint>? watch) => watcher = watch;

    /// <summary>Has the hits on every thread told to <paramref name="watch"/>, until it is set to null.</summary>
    public static void WatchEverywhere(Action<Failpoint>? watch) => everywhere = watch;

    /// <summary>Says that the process is at a failpoint.</summary>
    /// <exception cref="ArgumentException">The place is not in <see cref="Failpoint.All"/>.</exception>
    public static void Hit(string stage, string step)
    {
        if (AreWatched || watcher is not null)
        {
            Reach(new Failpoint(stage, step));
        }
    }

    private static void Reach(Failpoint place)
    {
        if (!Known.Contains(place))
        {
            throw new ArgumentException($"The failpoint {place} is in no list: add it to {nameof(Failpoint)}.{nameof(Failpoint.All)}");
        }

        watcher?.Invoke(place);
        everywhere?.Invoke(place);
        Armed?.Reach(place);
    }
}
