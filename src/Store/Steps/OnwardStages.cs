namespace Pipeline.Store.Steps;

/// <summary>Knows which stages a turn can take along.</summary>
/// <param name="nextDoor">The stage that takes a type of message, where this process hosts it, it can be taken along, and nothing waits before it; else null.</param>
/// <param name="tell">Told of each step that was taken along, once it is recorded.</param>
public sealed class OnwardStages(Func<Type, IOnwardStage?> nextDoor, Action<OnwardTaken>? tell = null)
{
    /// <summary>Longest that a step waits for what another stage must look at first, as a file.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(250);

    /// <summary>Every stage is called.</summary>
    public static readonly OnwardStages Nobody = new(_ => null);

    /// <summary>Has a step written with those along that follow from what it calls for; without them, should one of them break it.</summary>
    /// <param name="call">What the step calls for where it lets an order on.</param>
    /// <param name="write">Writes it.</param>
    /// <param name="cancellationToken">Ends the preparation.</param>
    public async Task<T> WriteAsync<T>(Type call, Func<Onward, Task<T>> write, CancellationToken cancellationToken)
    {
        var onward = await PrepareAsync(call, cancellationToken).ConfigureAwait(false);
        T result;
        try
        {
            result = await write(onward).ConfigureAwait(false);
        }
        catch (Exception e) when (onward.MayHaveFailed && e is not StoreUnavailableException)
        {
            // Nothing was recorded. What is wrong with one of them it says itself when it is called.
            return await write(Onward.Nobody).ConfigureAwait(false);
        }

        onward.Tell(tell);
        return result;
    }

    private async Task<Onward> PrepareAsync(Type call, CancellationToken cancellationToken)
    {
        Dictionary<Type, OnwardStep>? steps = null;
        try
        {
            for (var next = call; next is not null && nextDoor(next) is { } stage; next = stage.Leads)
            {
                (steps ??= []).Add(next, await stage.PrepareAsync(cancellationToken).WaitAsync(Patience, TimeProvider.System, cancellationToken).ConfigureAwait(false));
            }
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            // What keeps a stage from its work it says itself when it is called; who calls it waits for nothing of it.
        }

        return steps is null ? Onward.Nobody : new Onward(steps);
    }
}
