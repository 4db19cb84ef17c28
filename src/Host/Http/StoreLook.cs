using Pipeline.Store;
using Pipeline.Store.Tables;

namespace Pipeline.Host.Http;

/// <summary>
/// Whether the store answers. A database behind a network that is gone keeps who reads it waiting for half a minute, and that long nobody may take it for well:
/// so it is asked aside, one question at a time, and no answer within <see cref="Patience"/> is one.
/// </summary>
/// <param name="store">The store.</param>
/// <param name="clock">The machine's clock.</param>
internal sealed class StoreLook(IStore store, TimeProvider clock)
{
    /// <summary>Less than <c>pipeline health</c> waits for the whole report.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(4);

    private readonly Lock turn = new();
    private Task underWay = Task.CompletedTask;
    private long began;

    /// <summary><c>ok</c>, or what is wrong.</summary>
    public string State()
    {
        var (look, waited) = Begin();
        try
        {
            look.WaitAsync(waited < Patience ? Patience - waited : TimeSpan.Zero, clock).GetAwaiter().GetResult();
            return "ok";
        }
        catch (TimeoutException)
        {
            return $"the store has not answered for {Patience.TotalSeconds:0} s";
        }
        catch (Exception e)
        {
            // Whatever it is, as a file that is damaged or a right that was taken away: a store that can't be read is lacked.
            return e.Message;
        }
    }

    // Each process looks every second: at what costs nothing, however much waits. A store that hangs is asked nothing more until it has answered or its driver has given up.
    private (Task Look, TimeSpan Waited) Begin()
    {
        lock (turn)
        {
            if (underWay.IsCompleted)
            {
                began = clock.GetTimestamp();
                underWay = Task.Run(() => store.Read(JournalTable.End));
            }

            return (underWay, clock.GetElapsedTime(began));
        }
    }
}
