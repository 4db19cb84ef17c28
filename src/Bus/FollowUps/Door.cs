using System.Collections.Concurrent;

namespace Pipeline.Bus.FollowUps;

/// <summary>A stage next door with its places: for what it was called for within the process, and for what follows from steps of it that are taken in another's turn.</summary>
/// <param name="stage">The stage.</param>
/// <param name="isWorkedOff">Whether nothing waits in a queue that is consumed from.</param>
/// <param name="patience">How long who is still to take an order waits: half as long as an order that was taken.</param>
internal sealed class Door(ILocalStage stage, Func<string, bool> isWorkedOff, TimeSpan patience)
{
    private readonly ConcurrentDictionary<Place, bool> entered = [];
    private readonly Clearing clearing = new(patience);
    private readonly SemaphoreSlim entering = new(1);
    private int taken;

    public ILocalStage Stage => stage;

    /// <summary>Those that the stage works on at a time.</summary>
    public SemaphoreSlim Working { get; } = new(stage.AtATime);

    /// <summary>Whether what comes now comes behind nothing that waits.</summary>
    public bool IsWorkedOff => isWorkedOff(stage.Queue);

    /// <summary>The places that are taken for what follows from another's turn; each says when it is left.</summary>
    public ICollection<Place> Entered => entered.Keys;

    /// <summary>How many those are.</summary>
    public int Count => entered.Count;

    /// <summary>Has one more wait here or be worked on; false where there are as many as may be.</summary>
    public bool TryTake()
    {
        if (Interlocked.Increment(ref taken) <= HandOvers.Places)
        {
            return true;
        }

        Interlocked.Decrement(ref taken);
        return false;
    }

    /// <summary>One that was taken is done with.</summary>
    public void Leave() => Interlocked.Decrement(ref taken);

    /// <summary>Places for so many orders, or fewer.</summary>
    public async ValueTask<List<IDisposable>> EnterAsync(int orders, bool waits, CancellationToken cancellationToken)
    {
        var places = new List<IDisposable>(orders);

        // Who comes now comes behind those that wait.
        if (!waits || entering.CurrentCount > 0)
        {
            TryEnter(places, orders);
        }

        if (waits && places.Count < orders)
        {
            Leave(places);
            await WaitForPlacesAsync(places, orders, cancellationToken).ConfigureAwait(false);
        }

        return places;
    }

    /// <summary>Gives places back.</summary>
    public static void Leave(List<IDisposable> places)
    {
        places.ForEach(place => place.Dispose());
        places.Clear();
    }

    private void TryEnter(List<IDisposable> places, int orders)
    {
        while (places.Count < orders && IsWorkedOff && Working.Wait(0))
        {
            places.Add(new Place(this));
        }
    }

    // One intent after the other, so that no two hold some places and wait for the rest.
    private async Task WaitForPlacesAsync(List<IDisposable> places, int orders, CancellationToken cancellationToken)
    {
        var began = TimeProvider.System.GetTimestamp();
        if (!IsWorkedOff && !await clearing.WaitAsync(() => IsWorkedOff).WaitAsync(cancellationToken).ConfigureAwait(false))
        {
            return;
        }

        using var patient = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var left = patience - TimeProvider.System.GetElapsedTime(began);
        patient.CancelAfter(left > TimeSpan.Zero ? left : TimeSpan.Zero);
        var isFirst = false;
        try
        {
            await entering.WaitAsync(patient.Token).ConfigureAwait(false);
            isFirst = true;
            while (places.Count < orders)
            {
                await Working.WaitAsync(patient.Token).ConfigureAwait(false);
                places.Add(new Place(this));
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // Whoever has no place calls the stage.
        }
        catch
        {
            Leave(places);
            throw;
        }
        finally
        {
            if (isFirst)
            {
                entering.Release();
            }
        }
    }

    /// <summary>One of those that the stage works on; it is left when it is disposed of.</summary>
    internal sealed class Place : IDisposable
    {
        private readonly Door door;
        private readonly TaskCompletionSource done = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Place(Door door)
        {
            this.door = door;
            Interlocked.Increment(ref door.taken);
            door.entered[this] = true;
        }

        public Task Done => done.Task;

        public void Dispose()
        {
            door.Working.Release();
            Interlocked.Decrement(ref door.taken);
            door.entered.TryRemove(this, out _);
            done.SetResult();
        }
    }
}
