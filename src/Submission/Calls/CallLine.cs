using Pipeline.Store;
using Pipeline.Store.Tables;
using Pipeline.Venues;

namespace Pipeline.Submission.Calls;

/// <summary>
/// The line of orders and cancels before the venue. While one waits for its permit, or an order is kept from a venue that does not answer, the store is told why, every second:
/// all that stand behind it wait for the same, and reconciliation, in whatever process, does not take them for stuck.
/// </summary>
internal sealed class CallLine(IStore store, VenueCalls calls, TimeProvider clock)
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);

    private readonly SteadyClock steady = new(clock);
    private readonly Lock gate = new();
    private DateTimeOffset toldAt = DateTimeOffset.MinValue;

    /// <summary>Has the call about an order wait for its permit.</summary>
    /// <exception cref="FactsUnavailableException">New orders are kept from the venue; the message waits.</exception>
    public async Task WaitAsync(string clOrdId, CallPriority priority, CancellationToken cancellationToken)
    {
        using var leaves = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            var permit = calls.PermitAsync(priority, leaves.Token);
            while (!await IsGivenAsync(permit).ConfigureAwait(false))
            {
                await TellAsync(clOrdId, CallWaitTable.RatePermit, calls.PermitsAwait).ConfigureAwait(false);
            }
        }
        catch (FactsUnavailableException e) when (e is { Code: { } code, Detail: { } detail })
        {
            await TellAsync(clOrdId, code, detail).ConfigureAwait(false);
            throw;
        }
        finally
        {
            // Who leaves without a permit must not take one from those behind.
            await leaves.CancelAsync().ConfigureAwait(false);
        }
    }

    private async Task<bool> IsGivenAsync(Task permit)
    {
        try
        {
            await permit.WaitAsync(Every, clock).ConfigureAwait(false);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    private Task TellAsync(string clOrdId, string code, string detail)
    {
        lock (gate)
        {
            var now = steady.GetUtcNow();
            if (now - toldAt < Every)
            {
                return Task.CompletedTask;
            }

            toldAt = now;
        }

        return store.WriteAsync(
            Turn.Of("call_waits"),
            session =>
            {
                if (OrderTable.Find(session, clOrdId) is { } order)
                {
                    CallWaitTable.Say(session, order.Venue, code, detail, clock.GetUtcNow());
                }

                return true;
            },
            CancellationToken.None);
    }
}
