namespace Pipeline.Store.Steps;

/// <summary>Knows which stages a turn can take along.</summary>
/// <param name="nextDoor">The stage that takes a type of message, where this process hosts it, it can be taken along, and nothing waits before it; else null.</param>
/// <param name="tell">Told of each step that was taken along, once it is recorded.</param>
/// <param name="sequels">Who does what they have still to do then; null where nobody does, so that a stage with something to do is called.</param>
public sealed class OnwardStages(Func<Type, CancellationToken, ValueTask<IOnwardStage?>> nextDoor, Action<OnwardTaken>? tell = null, Func<ISequels?>? sequels = null)
{
    /// <summary>Longest that a step waits for what another stage must look at first, as a file.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(250);

    /// <summary>Every stage is called.</summary>
    public static readonly OnwardStages Nobody = new(_ => null);

    /// <summary>Whoever is next door is so at once.</summary>
    public OnwardStages(Func<Type, IOnwardStage?> nextDoor, Action<OnwardTaken>? tell = null, Func<ISequels?>? sequels = null)
        : this((message, _) => ValueTask.FromResult(nextDoor(message)), tell, sequels)
    {
    }

    /// <summary>Has a step written with those along that follow from what it calls for; without them, should one of them break it.</summary>
    /// <param name="call">What the step calls for where it lets an order on; null where nobody can be taken along.</param>
    /// <param name="write">Writes it.</param>
    /// <param name="cancellationToken">Ends the preparation.</param>
    /// <param name="orders">How many orders it may let on.</param>
    public async Task<T> WriteAsync<T>(Type? call, Func<Onward, Task<T>> write, CancellationToken cancellationToken, int orders = 1)
    {
        var onward = await PrepareAsync(call, orders, cancellationToken).ConfigureAwait(false);
        T result;
        try
        {
            result = await write(onward).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            onward.Leave();
            if (!onward.MayHaveFailed || e is StoreUnavailableException)
            {
                throw;
            }

            // Nothing was recorded. What is wrong with one of them it says itself when it is called.
            return await write(Onward.Nobody).ConfigureAwait(false);
        }

        onward.GoOn(tell, sequel => sequels!()!.Begin(sequel));
        return result;
    }

    private async Task<Onward> PrepareAsync(Type? call, int orders, CancellationToken cancellationToken)
    {
        Dictionary<Type, OnwardStep>? steps = null;
        IReadOnlyCollection<IDisposable> places = [];
        try
        {
            for (var next = call; next is not null && await nextDoor(next, cancellationToken).ConfigureAwait(false) is { } stage; next = stage.Leads)
            {
                var step = await stage.PrepareAsync(cancellationToken).WaitAsync(Patience, TimeProvider.System, cancellationToken).ConfigureAwait(false);
                if (stage.HasSequel)
                {
                    places = sequels?.Invoke() is { } afterwards ? await afterwards.EnterAsync(next, orders, cancellationToken).ConfigureAwait(false) : [];
                    if (places.Count == 0)
                    {
                        break;
                    }
                }

                (steps ??= []).Add(next, step);
            }
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            // What keeps a stage from its work it says itself when it is called; who calls it waits for nothing of it.
        }

        return steps is null ? Onward.Nobody : new Onward(steps, places);
    }
}
