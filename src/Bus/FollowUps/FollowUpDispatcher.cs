using Microsoft.Extensions.Logging;
using Pipeline.Store;
using Pipeline.Store.Tables;

namespace Pipeline.Bus.FollowUps;

/// <summary>
/// Publishes what a step has recorded and marks it sent. What can't be published now stays unsent in the store, where the
/// sweep finds it: a follow-up is never lost and its step never fails for it.
/// </summary>
public sealed class FollowUpDispatcher(
    IFollowUpPublisher publisher, BusGate gate, IStore store, TimeProvider clock, ILogger<FollowUpDispatcher> logger)
{
    private const int OrdersAtATime = 32;

    private readonly SemaphoreSlim background = new(256);

    /// <summary>
    /// Publishes an order's follow-ups one after the other, as recorded, and those of several orders at the same time: a page
    /// of a venue's reports would otherwise wait for one confirmation after the other. True when all of them were confirmed.
    /// </summary>
    public async Task<bool> PublishAsync(IReadOnlyList<FollowUp> followUps, CancellationToken cancellationToken)
    {
        if (followUps.Count > 0 && !gate.IsOpen)
        {
            return false;
        }

        foreach (var orders in followUps.GroupBy(followUp => followUp.Message.ClOrdId).Chunk(OrdersAtATime))
        {
            var confirmed = await Task.WhenAll(orders.Select(order => PublishInOrderAsync(order, cancellationToken))).ConfigureAwait(false);
            if (!Array.TrueForAll(confirmed, ok => ok))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Publishes without the caller waiting. When too many wait already, the sweep takes these over.</summary>
    public void PublishInBackground(IReadOnlyList<FollowUp> followUps)
    {
        if (followUps.Count == 0 || !gate.IsOpen || !background.Wait(0))
        {
            return;
        }

        _ = Task.Run(async () =>
        {
            try
            {
                await PublishAsync(followUps, CancellationToken.None).ConfigureAwait(false);
            }
            finally
            {
                background.Release();
            }
        });
    }

    /// <summary>Publishes one follow-up; false, with a warning, when the transport did not take it.</summary>
    public async Task<bool> TryPublishAsync(FollowUp followUp, CancellationToken cancellationToken)
    {
        try
        {
            await publisher.PublishAsync(followUp, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            logger.LogWarning(
                "{Message} of {cl_ord_id} ({intent_id}) was not confirmed and stays unsent: {Error}",
                followUp.Message.GetType().Name, followUp.Message.ClOrdId, followUp.Message.IntentId, e.Message);
            return false;
        }

        store.RideAlong(session => FollowUpTable.MarkSent(session, followUp, clock.GetUtcNow()));
        return true;
    }

    private async Task<bool> PublishInOrderAsync(IEnumerable<FollowUp> followUps, CancellationToken cancellationToken)
    {
        foreach (var followUp in followUps)
        {
            if (!await TryPublishAsync(followUp, cancellationToken).ConfigureAwait(false))
            {
                return false;
            }
        }

        return true;
    }
}
