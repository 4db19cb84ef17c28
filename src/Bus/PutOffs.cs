using Pipeline.Messages.Orders;
using Pipeline.Store;
using Pipeline.Store.Steps;
using Pipeline.Store.Tables;

namespace Pipeline.Bus;

/// <summary>
/// Who lacks a fact is tried again where it is, since facts are mostly on their way. A stage works on so many messages at a time and no more, so that is for a moment where orders in other
/// symbols don't lack it; and where all wait for the same, for less time than the broker leaves a message unacknowledged (30 minutes, after which it counts against the delivery
/// limit). After that the order is called again by its deadline.
/// </summary>
public sealed class PutOffs(IStore store, TimeProvider clock)
{
    private static readonly TimeSpan OfSymbol = TimeSpan.FromMilliseconds(750);
    private static readonly TimeSpan OfAll = TimeSpan.FromMinutes(20);

    // A call that another process works off in the end is not heard of here again. One that is forgotten waits a moment longer.
    private readonly Remembered<(string Stage, string ClOrdId, int Pass, int Attempt), long> since = new(100_000);

    /// <summary>Has a stage handle a call, and puts its order off where it has lacked a fact for long enough.</summary>
    /// <returns>What is recorded; null where it was put off: the message is done.</returns>
    /// <exception cref="FactsUnavailableException">It waits where it is.</exception>
    public async Task<IReadOnlyList<FollowUp>?> TryAsync(string stage, OrderMessage call, Func<Task<IReadOnlyList<FollowUp>>> handle)
    {
        try
        {
            var followUps = await handle().ConfigureAwait(false);
            Forget(stage, call);
            return followUps;
        }
        catch (FactsUnavailableException e)
        {
            if (!await TakesAsync(stage, call, e).ConfigureAwait(false))
            {
                throw;
            }

            return null;
        }
    }

    /// <summary>Looks whether a call has waited for long enough where it is, and puts its order off if so.</summary>
    /// <returns>Whether it did: the message is done.</returns>
    /// <exception cref="StoreUnavailableException">Nothing was recorded; the message waits.</exception>
    public async Task<bool> TakesAsync(string stage, OrderMessage call, FactsUnavailableException missing)
    {
        if (call is not (OrderProposed or OrderValidated or OrderReleased))
        {
            return false;
        }

        var waited = WaitedFor(KeyOf(stage, call));
        var isLong = missing.IsOfSymbol
            ? waited >= OfSymbol || store.Read(session => PutOff.Exists(session, call.ClOrdId, stage, call.Pass))
            : waited >= OfAll;
        if (!isLong)
        {
            return false;
        }

        await store.WriteAsync(
            Turn.OfOrder(call.ClOrdId),
            session =>
            {
                PutOff.Record(session, stage, call, clock.GetUtcNow());
                return true;
            }).ConfigureAwait(false);
        Forget(stage, call);
        return true;
    }

    /// <summary>A call was worked off.</summary>
    public void Forget(string stage, OrderMessage call) => since.Remove(KeyOf(stage, call));

    private TimeSpan WaitedFor((string Stage, string ClOrdId, int Pass, int Attempt) call)
    {
        var now = clock.GetTimestamp();
        if (since.TryGet(call, out var began))
        {
            return clock.GetElapsedTime(began, now);
        }

        since.Add(call, now);
        return TimeSpan.Zero;
    }

    private static (string Stage, string ClOrdId, int Pass, int Attempt) KeyOf(string stage, OrderMessage call) => (stage, call.ClOrdId, call.Pass, (call as OrderReleased)?.Attempt ?? 0);
}
