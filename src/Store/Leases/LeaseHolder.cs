using Microsoft.Extensions.Logging;
using Pipeline.Store.Tables;

namespace Pipeline.Store.Leases;

/// <summary>
/// Holds leases for this process and renews them. Leases run on the machine's clock, never on a rehearsal's, since they
/// speak of processes and not of the market.
/// </summary>
/// <param name="store">Where they are.</param>
/// <param name="logger">Logs.</param>
/// <param name="duration">How long each lasts; <see cref="Duration"/> unless said otherwise.</param>
public sealed class LeaseHolder(IStore store, ILogger<LeaseHolder> logger, TimeSpan? duration = null)
{
    /// <summary>How long a lease outlives its holder: what a stand-by waits after a crash.</summary>
    public static readonly TimeSpan Duration = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan RenewEvery = TimeSpan.FromSeconds(1);

    private readonly TimeSpan duration = duration ?? Duration;
    private readonly string holder = $"{Environment.MachineName}/{Environment.ProcessId}/{TimeProvider.System.GetTimestamp()}";

    /// <summary>Tries for a lease until it is had, keeps it, and gives it up when disposed.</summary>
    public Lease Hold(string name, CancellationToken stoppingToken)
    {
        var lease = new Lease(name);
        lease.Renewal = RenewAsync(lease, CancellationTokenSource.CreateLinkedTokenSource(stoppingToken, lease.Stopped));
        return lease;
    }

    private async Task RenewAsync(Lease lease, CancellationTokenSource stop)
    {
        using (stop)
        {
            while (!stop.IsCancellationRequested)
            {
                await TryRenewAsync(lease).ConfigureAwait(false);
                await Task.Delay(RenewEvery, TimeProvider.System, stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }

        try
        {
            await store.WriteAsync(Turn.OfLease(lease.Name), session => LeaseTable.Release(session, lease.Name, holder)).ConfigureAwait(false);
        }
        catch (StoreUnavailableException e)
        {
            logger.LogWarning("Lease {Lease} could not be given up and runs out by itself: {Error}", lease.Name, e.Message);
        }
    }

    private async Task TryRenewAsync(Lease lease)
    {
        // Counted from before the write, by the clock that nobody sets: the holder must stop believing earlier than a rival may start.
        var began = TimeProvider.System.GetTimestamp();
        try
        {
            var (isOurs, wasOurs) = await store.WriteAsync(Turn.OfLease(lease.Name), session => Take(session, lease.Name)).ConfigureAwait(false);
            if (isOurs)
            {
                if (!wasOurs || lease.IsDoubtful)
                {
                    lease.IsDoubtful = false;
                    lease.Terms++;
                    logger.LogInformation("Lease {Lease} is ours", lease.Name);
                }

                lease.HeldUntil = began + (duration.Ticks * TimeProvider.System.TimestampFrequency / TimeSpan.TicksPerSecond);
            }
            else
            {
                lease.HeldUntil = 0;
            }

            lease.IsKnown = true;
        }
        catch (StoreUnavailableException e)
        {
            lease.IsKnown = false;
            lease.IsDoubtful |= e.MayBeRecorded;
            logger.LogWarning("Lease {Lease} could not be renewed: {Error}", lease.Name, e.Message);
        }
        catch (Exception e)
        {
            // Whatever it was, the next try may do: without it the duty would be nobody's in this process from now on.
            lease.IsKnown = false;
            lease.IsDoubtful = true;
            logger.LogError(e, "Lease {Lease} could not be renewed", lease.Name);
        }
    }

    private (bool IsOurs, bool WasOurs) Take(StoreSession session, string name)
    {
        var wasOurs = LeaseTable.IsOf(session, name, holder);
        return (LeaseTable.TryTake(session, name, holder, session.Now, duration), wasOurs);
    }
}
