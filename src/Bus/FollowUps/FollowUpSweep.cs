using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Pipeline.Messages.Orders;
using Pipeline.Store;
using Pipeline.Store.Failpoints;
using Pipeline.Store.Leases;
using Pipeline.Store.Tables;

namespace Pipeline.Bus.FollowUps;

/// <summary>
/// Publishes follow-ups that were recorded but not sent: after a crash, while the broker was down, and for entries that came
/// without a message. One process at a time does it, by a lease, and gives that up where its transport takes nothing: another's may be well.
/// </summary>
public sealed class FollowUpSweep(
    IStore store, FollowUpDispatcher dispatcher, BusGate gate, LeaseHolder leases, IOptions<BusOptions> options, TimeProvider clock,
    ILogger<FollowUpSweep> logger) : BackgroundService
{
    private const int LargestBatch = 500;

    /// <summary>So often in a row nothing at all was taken before another process has its turn.</summary>
    private const int MostRefusals = 2;

    /// <summary>Long enough for a stand-by, which tries for the lease each second.</summary>
    private static readonly TimeSpan StandBack = TimeSpan.FromSeconds(3);

    private int refusals;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await gate.WaitAsync(stoppingToken).ConfigureAwait(false);
        while (true)
        {
            await using (var lease = leases.Hold("follow-up-sweep", stoppingToken))
            {
                await SweepWhileTakenAsync(lease, stoppingToken).ConfigureAwait(false);
            }

            logger.LogWarning("The transport takes nothing from this process: another one may sweep");
            await Task.Delay(StandBack, TimeProvider.System, stoppingToken).ConfigureAwait(false);
        }
    }

    // Returns when the transport has taken nothing for a while.
    private async Task SweepWhileTakenAsync(Lease lease, CancellationToken stoppingToken)
    {
        refusals = 0;
        using var timer = new PeriodicTimer(options.Value.SweepInterval);
        var terms = 0L;
        do
        {
            if (!lease.IsHeld)
            {
                continue;
            }

            try
            {
                if (terms != lease.Terms && store.Read(FollowUpTable.CountUnknown) is > 0 and var unknown)
                {
                    logger.LogWarning("{Count} follow-ups wait that this version does not know; a newer one has recorded them and publishes them when it is back", unknown);
                }

                terms = lease.Terms;
                while (lease.IsHeld && await SweepAsync(stoppingToken).ConfigureAwait(false) == LargestBatch)
                {
                    stoppingToken.ThrowIfCancellationRequested();
                }
            }
            catch (StoreUnavailableException e)
            {
                logger.LogWarning("The sweep waits for the store: {Error}", e.Message);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                logger.LogError(e, "The sweep failed and goes on");
            }
        }
        while (refusals < MostRefusals && await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false));
    }

    private async Task<int> SweepAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var most = LargestBatch + dispatcher.CountInHand;
        var unsent = store.Read(session => FollowUpTable.Unsent(session, now, options.Value.SweepMaxBackoff, most)).Where(followUp => !dispatcher.HasInHand(followUp)).Take(LargestBatch).ToList();
        if (unsent.Count == 0)
        {
            return 0;
        }

        Failpoints.Hit(Failpoint.Sweep, Failpoint.Received);
        logger.LogInformation("The sweep publishes {Count} follow-ups", unsent.Count);
        var sent = 0;
        foreach (var chunk in unsent.Chunk(NewsFeed.LargestBatch))
        {
            // Postponed before the try: should the process die in the middle, the next sweep takes them up after the pause.
            // Those that are not tried at all keep their turn, so that they go as soon as the transport takes messages again.
            await store.WriteAsync(
                Turn.Of("sweep"),
                session => Array.ForEach(chunk, followUp => FollowUpTable.Postpone(session, followUp, now + options.Value.SweepMaxBackoff)),
                cancellationToken).ConfigureAwait(false);
            Failpoints.Hit(Failpoint.Sweep, Failpoint.Recorded);
            var results = await Task.WhenAll(chunk.Select(followUp => dispatcher.TryPublishAsync(Failpoint.Sweep, followUp, cancellationToken))).ConfigureAwait(false);
            sent += results.Count(ok => ok);
            if (!Array.TrueForAll(results, ok => ok))
            {
                logger.LogWarning("The transport does not take everything; {Count} follow-ups wait", unsent.Count - sent);
            }

            refusals = results.Contains(true) ? 0 : refusals + 1;

            // News that nobody takes, as where analytics is off for long, holds up no call.
            if (chunk.Where((followUp, at) => MessageTypes.IsCall(followUp.Message) && !results[at]).Any())
            {
                break;
            }

            Failpoints.Hit(Failpoint.Sweep, Failpoint.Confirmed);
        }

        return sent;
    }
}
