using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Pipeline.Messages.Orders;
using Pipeline.Metering;
using Pipeline.Store;
using Pipeline.Store.Failpoints;
using Pipeline.Store.Tables;

namespace Pipeline.Bus.FollowUps;

/// <summary>
/// Publishes what a step has recorded and marks it sent: calls by themselves, news through the <see cref="NewsFeed"/>; what is both is sent when both are. A call
/// for a stage of this process is handed over to it (<see cref="HandOvers"/>). What
/// can't be published now stays unsent in the store, where the sweep finds it: a follow-up is never lost and its step never fails for it.
/// </summary>
/// <param name="publisher">The transport.</param>
/// <param name="news">Tells news.</param>
/// <param name="gate">Whether the transport takes anything yet.</param>
/// <param name="store">The store.</param>
/// <param name="clock">The time.</param>
/// <param name="logger">Logs.</param>
/// <param name="handOvers">Where calls are handed over; null where each goes by the transport.</param>
public sealed class FollowUpDispatcher(
    IFollowUpPublisher publisher, NewsFeed news, BusGate gate, IStore store, TimeProvider clock, ILogger<FollowUpDispatcher> logger, HandOvers? handOvers = null)
{
    private const int OrdersAtATime = 32;

    private readonly SemaphoreSlim background = new(256);
    private readonly SentMarks sent = new(store, clock);

    /// <summary>
    /// Publishes an order's calls one after the other, as recorded, and those of several orders at the same time: a page
    /// of a venue's reports would otherwise wait for one confirmation after the other. Nobody waits for news, nor for a stage of this process. True when all calls were confirmed or handed over.
    /// </summary>
    /// <param name="stage">Who tells, a stage or a duty.</param>
    /// <param name="followUps">What it has recorded.</param>
    /// <param name="cancellationToken">Gives up; what was not confirmed by then stays unsent.</param>
    public async Task<bool> PublishAsync(string stage, IReadOnlyList<FollowUp> followUps, CancellationToken cancellationToken)
    {
        if (followUps.Count == 0)
        {
            return true;
        }

        if (!gate.IsOpen)
        {
            return false;
        }

        foreach (var orders in followUps.GroupBy(followUp => followUp.Message.ClOrdId).Chunk(OrdersAtATime))
        {
            var confirmed = await Task.WhenAll(orders.Select(order => PublishInOrderAsync(stage, order, cancellationToken))).ConfigureAwait(false);
            if (!Array.TrueForAll(confirmed, ok => ok))
            {
                return false;
            }
        }

        if (followUps.Any(followUp => !followUp.IsTaken && MessageTypes.IsCall(followUp.Message)))
        {
            Failpoints.Hit(stage, Failpoint.Confirmed);
        }

        return true;
    }

    /// <summary>Publishes without the caller waiting. When too many wait already, the sweep takes these over.</summary>
    public void PublishInBackground(string stage, IReadOnlyList<FollowUp> followUps)
    {
        if (followUps.Count == 0 || !gate.IsOpen || !background.Wait(0))
        {
            return;
        }

        _ = PublishAndReleaseAsync();

        async Task PublishAndReleaseAsync()
        {
            try
            {
                await PublishAsync(stage, followUps, CancellationToken.None).ConfigureAwait(false);
            }
            finally
            {
                background.Release();
            }
        }
    }

    /// <summary>Publishes one follow-up by the transport, to everybody whom it is for; false, with a warning, when that did not take it.</summary>
    public async Task<bool> TryPublishAsync(string stage, FollowUp followUp, CancellationToken cancellationToken)
    {
        var (called, told) = await StartAsync(stage, followUp, null, cancellationToken).ConfigureAwait(false);
        return called && await MarkSentAsync(followUp, told.WaitAsync(cancellationToken)).ConfigureAwait(false);
    }

    /// <summary>Whether a stage of this process works on a follow-up that was handed over to it.</summary>
    public bool HasInHand(FollowUp followUp) => handOvers?.Has(followUp) is true;

    /// <summary>How many such there are.</summary>
    public int CountInHand => handOvers?.Count ?? 0;

    // Whether the call, if it is one, was confirmed or handed over, and what becomes of the rest: of the news, if it is some, and of what was handed over.
    private async Task<(bool Called, Task<bool> Told)> StartAsync(string stage, FollowUp followUp, HandOvers? toStages, CancellationToken cancellationToken)
    {
        // What comes from no message, a sweep or a venue's report, goes on in its order's trace all the same.
        using var span = Activity.Current is null
            ? Tracing.Resume($"{stage} tells", ActivityKind.Internal, followUp.Message.ClOrdId, () => store.Read(session => TraceTable.ParentOf(session, followUp.Message.ClOrdId)))
            : null;
        var told = MessageTypes.IsNews(followUp.Message) ? news.TellAsync(stage, followUp, Tracing.Current) : Task.FromResult(true);
        if (followUp.IsTaken || !MessageTypes.IsCall(followUp.Message))
        {
            return (true, told);
        }

        return toStages?.Take(followUp) is { } handOver
            ? (true, BothAsync(told, HandOverAsync(stage, followUp, handOver)))
            : (await TryCallAsync(stage, followUp, cancellationToken).ConfigureAwait(false), told);
    }

    private static async Task<bool> BothAsync(Task<bool> one, Task<bool> other) => await one.ConfigureAwait(false) & await other.ConfigureAwait(false);

    // True when the stage has recorded its step, or the transport has taken the call after all.
    private async Task<bool> HandOverAsync(string stage, FollowUp followUp, HandOver handOver)
    {
        using var place = handOver;
        try
        {
            Failpoints.Hit(stage, Failpoint.Published);
            await handOver.TakeStepAsync((next, followUps) => PublishAsync(next, followUps, CancellationToken.None)).ConfigureAwait(false);
            return true;
        }
        catch (Exception e)
        {
            // Its queue knows what to do with an order that can't be worked on: it holds the call, tries again, and buries it.
            logger.LogDebug("{Message} of {cl_ord_id} goes to its queue: {Error}", followUp.Message.GetType().Name, followUp.Message.ClOrdId, e.Message);
            return await TryCallAsync(stage, followUp, CancellationToken.None).ConfigureAwait(false);
        }
    }

    private async Task<bool> TryCallAsync(string stage, FollowUp followUp, CancellationToken cancellationToken)
    {
        try
        {
            var publishing = publisher.PublishAsync(followUp, cancellationToken);
            Failpoints.Hit(stage, Failpoint.Published);
            await publishing.ConfigureAwait(false);
            return true;
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            logger.LogWarning(
                "{Message} of {cl_ord_id} ({intent_id}) was not confirmed and stays unsent: {Error}",
                followUp.Message.GetType().Name, followUp.Message.ClOrdId, followUp.Message.IntentId, e.Message);
            return false;
        }
    }

    private async Task<bool> MarkSentAsync(FollowUp followUp, Task<bool> told)
    {
        if (!await told.ConfigureAwait(false))
        {
            return false;
        }

        sent.Add(followUp);
        return true;
    }

    private async Task<bool> PublishInOrderAsync(string stage, IEnumerable<FollowUp> followUps, CancellationToken cancellationToken)
    {
        foreach (var followUp in followUps)
        {
            var (called, told) = await StartAsync(stage, followUp, handOvers, cancellationToken).ConfigureAwait(false);
            if (!called)
            {
                return false;
            }

            _ = MarkSentAsync(followUp, told);
        }

        return true;
    }
}
