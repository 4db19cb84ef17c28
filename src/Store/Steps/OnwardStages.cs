namespace Pipeline.Store.Steps;

/// <summary>Knows which stages a turn can take along.</summary>
/// <param name="nextDoor">The stage that takes a type of message, where this process hosts it, it can be taken along, and nothing waits before it; else null.</param>
/// <param name="tell">Told of each step that was taken along, once it is recorded.</param>
/// <param name="sequels">Who does what they have still to do then; null where nobody does, so that a stage with something to do is called.</param>
public sealed class OnwardStages(Func<Type, IOnwardStage?> nextDoor, Action<OnwardTaken>? tell = null, Func<ISequels?>? sequels = null)
{
    /// <summary>Longest that a step waits for what another stage must look at first, as a file.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(250);

    /// <summary>Every stage is called.</summary>
    public static readonly OnwardStages Nobody = new(_ => null);

    /// <summary>
    /// Waits, for a moment, for places among those that the last of the stages works on at a time. It is for who has taken nothing yet: where more orders come than go out, it is those that wait. What a decision
    /// depends on, the time above all, is looked at afterwards.
    /// </summary>
    /// <param name="call">What is called for first where an order is let on.</param>
    /// <param name="orders">For so many orders.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The places, for <see cref="WriteAsync"/>; empty where there are none, or none is needed.</returns>
    public async ValueTask<IReadOnlyList<IDisposable>> EnterAsync(Type call, int orders, CancellationToken cancellationToken)
    {
        for (var next = call; next is not null && nextDoor(next) is { } stage; next = stage.Leads)
        {
            if (stage.HasSequel)
            {
                return sequels?.Invoke() is { } afterwards ? await afterwards.EnterAsync(next, orders, waits: true, cancellationToken).ConfigureAwait(false) : [];
            }
        }

        return [];
    }

    /// <summary>Has a step written with those along that follow from what it calls for; without them, should one of them break it.</summary>
    /// <param name="call">What the step calls for where it lets an order on; null where nobody can be taken along.</param>
    /// <param name="write">Writes it.</param>
    /// <param name="cancellationToken">Ends the preparation.</param>
    /// <param name="entered">Places that it has already, and gives back; null where it has none and takes one that is free.</param>
    public async Task<T> WriteAsync<T>(Type? call, Func<Onward, Task<T>> write, CancellationToken cancellationToken, IReadOnlyList<IDisposable>? entered = null)
    {
        var onward = await PrepareAsync(call, entered, cancellationToken).ConfigureAwait(false);
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

        onward.GoOn(tell);
        return result;
    }

    private async Task<Onward> PrepareAsync(Type? call, IReadOnlyList<IDisposable>? entered, CancellationToken cancellationToken)
    {
        var (steps, afterwards) = (new Dictionary<Type, OnwardStep>(), sequels?.Invoke());
        var places = entered ?? [];
        try
        {
            for (var next = call; next is not null && nextDoor(next) is { } stage; next = stage.Leads)
            {
                if (stage.HasSequel && places.Count == 0 && entered is null && afterwards is not null)
                {
                    places = await afterwards.EnterAsync(next, 1, waits: false, cancellationToken).ConfigureAwait(false);
                }

                if (stage.HasSequel && places.Count == 0)
                {
                    break;
                }

                steps.Add(next, await stage.PrepareAsync(cancellationToken).WaitAsync(Patience, TimeProvider.System, cancellationToken).ConfigureAwait(false));
            }
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            // What keeps a stage from its work it says itself when it is called; who calls it waits for nothing of it.
        }
        catch
        {
            Onward.Leave(places);
            throw;
        }

        return new Onward(steps, places, afterwards);
    }
}
