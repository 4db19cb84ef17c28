using System.Runtime.ExceptionServices;
using Pipeline.Store.Failpoints;

namespace Pipeline.Simulation.Processes;

/// <summary>
/// A piece of work that can be left standing in its middle while the simulation goes on. It has a thread of its own, but only
/// one of the two ever runs: whoever hands over waits until the other hands back, so the order of things stays one.
/// </summary>
internal sealed class StoppableCall
{
    private readonly SemaphoreSlim go = new(0);
    private readonly SemaphoreSlim back = new(0);
    private readonly Thread thread;
    private ExceptionDispatchInfo? failure;
    private bool isDone;

    /// <param name="work">The work.</param>
    /// <param name="reach">Told of every failpoint on the way; may call <see cref="Stand"/>.</param>
    public StoppableCall(Action work, Action<Failpoint, StoppableCall> reach) => thread = new Thread(() =>
    {
        go.Wait();
        try
        {
            Watched(work, place => reach(place, this));
        }
        catch (Exception e)
        {
            failure = ExceptionDispatchInfo.Capture(e);
        }

        isDone = true;
        back.Release();
    })
    {
        IsBackground = true,
        Name = "stoppable call",
    };

    /// <summary>Runs work with its failpoints watched on this thread.</summary>
    public static void Watched(Action work, Action<Failpoint> reach)
    {
        Failpoints.Watch(reach);
        try
        {
            work();
        }
        catch (ProcessDiedException)
        {
            // It died inside this very piece of work.
        }
        finally
        {
            Failpoints.Watch(null);
        }
    }

    /// <summary>Runs until it is done (true) or stands (false).</summary>
    public bool Start()
    {
        thread.Start();
        return Continue();
    }

    /// <summary>Lets it go on until it is done (true) or stands again (false).</summary>
    public bool Continue()
    {
        go.Release();
        back.Wait();
        failure?.Throw();
        return isDone;
    }

    /// <summary>Stands still here until it may go on. Called from inside the work.</summary>
    public void Stand()
    {
        back.Release();
        go.Wait();
    }
}
