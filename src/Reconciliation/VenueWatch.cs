using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Pipeline.Bus.FollowUps;
using Pipeline.Store;
using Pipeline.Store.Failpoints;
using Pipeline.Store.Leases;
using Pipeline.Store.Steps;
using Pipeline.Store.Tables;
using Pipeline.Trading.Halts;
using Pipeline.Venues;

namespace Pipeline.Reconciliation;

/// <summary>
/// Follows the venue: its reports as they come, its account, its quotes where validation can't ask for them, what differs from
/// it, claims without an outcome, deadlines, and what halts trading by itself. One process at a time does it for an account, by a lease. Each duty goes on by itself when another
/// fails.
/// </summary>
public sealed class VenueWatch(
    IVenueReports venue, ReportPump pump, AccountSnapshots accounts, StatusSnapshots statuses, LimitStates limitStates, VenueImport import, Reconciler reconciler, Resolver resolver, Deadlines deadlines, HaltWatch halts, FollowUpDispatcher dispatcher,
    LeaseHolder leases, IOptions<ReconciliationOptions> options, IOptions<HaltOptions> halting, TimeProvider clock, ILogger<VenueWatch> logger,
    QuoteSnapshots? quotes = null) : BackgroundService
{
    private static readonly TimeSpan ImportInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromMilliseconds(500);

    /// <summary>Pauses are never shorter than this on the machine's clock, however fast a rehearsal runs.</summary>
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await using var lease = leases.Hold(ServedAccount.LeaseOf(venue.Venue, venue.Account), stoppingToken);
        await Task.WhenAll(
            RepeatAsync("reports", lease, () => BookReportsAsync(stoppingToken), stoppingToken),
            RepeatAsync("account", lease, () => EveryAsync(options.Value.AccountInterval, () => accounts.TakeAsync(stoppingToken), stoppingToken), stoppingToken),
            quotes is null ? Task.CompletedTask : RepeatAsync(
                "quotes", lease, () => EveryAsync(options.Value.CheckInterval, () => quotes.TakeDueAsync(stoppingToken), stoppingToken), stoppingToken),
            RepeatAsync("statuses", lease, () => EveryAsync(options.Value.CheckInterval, () => statuses.TakeDueAsync(lease.Terms, stoppingToken), stoppingToken), stoppingToken),
            RepeatAsync("limit states", lease, () => EveryAsync(options.Value.CheckInterval, () => limitStates.LookAsync(stoppingToken), stoppingToken), stoppingToken),
            RepeatAsync("import", lease, () => EveryAsync(ImportInterval, () => TellAsync(Failpoint.Reports, import.ImportIfRestoredAsync(stoppingToken)), stoppingToken), stoppingToken),
            RepeatAsync("reconciler", lease, () => EveryAsync(options.Value.CheckInterval, () => TellAsync(Failpoint.Reports, reconciler.RunDueAsync(lease.Terms, stoppingToken)), stoppingToken), stoppingToken),
            RepeatAsync("resolver", lease, () => EveryAsync(options.Value.CheckInterval, () => TellAsync(Failpoint.Resolver, resolver.ResolveDueAsync(stoppingToken)), stoppingToken), stoppingToken),
            RepeatAsync("deadlines", lease, () => EveryAsync(options.Value.CheckInterval, () => TellAsync(Failpoint.Deadlines, deadlines.ActOnDueAsync(stoppingToken)), stoppingToken), stoppingToken),
            RepeatAsync("halts", lease, () => EveryAsync(options.Value.CheckInterval, () => halts.LookAsync(stoppingToken), stoppingToken), stoppingToken),

            // A rehearsal's clock is another than the venue's on purpose.
            clock != TimeProvider.System ? Task.CompletedTask : RepeatAsync("clock", lease, () => EveryAsync(halting.Value.ClockInterval, () => halts.CompareClocksAsync(stoppingToken), stoppingToken), stoppingToken))
            .ConfigureAwait(false);
    }

    private async Task RepeatAsync(string duty, Lease lease, Func<Task> work, CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (lease.IsHeld)
                {
                    await work().ConfigureAwait(false);
                    continue;
                }
            }
            catch (StoreUnavailableException e)
            {
                logger.LogWarning("Following {Venue}: {Duty} waits for the store: {Error}", venue.Venue, duty, e.Message);
                await PauseAsync(PauseAfterFailure, stoppingToken).ConfigureAwait(false);
            }
            catch (VenueUnavailableException e)
            {
                logger.LogWarning("Following {Venue}: {Duty} waits for the venue: {Error}", venue.Venue, duty, e.Message);
                await PauseAsync(PauseAfterFailure, stoppingToken).ConfigureAwait(false);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                logger.LogError(e, "Following {Venue}: {Duty} failed and goes on", venue.Venue, duty);
                await PauseAsync(PauseAfterFailure, stoppingToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }

            await PauseAsync(TimeSpan.FromMilliseconds(50), stoppingToken).ConfigureAwait(false);
        }
    }

    private async Task BookReportsAsync(CancellationToken stoppingToken)
    {
        if (await pump.BookNextAsync(stoppingToken).ConfigureAwait(false) is { } followUps)
        {
            await dispatcher.PublishAsync(Failpoint.Reports, followUps, stoppingToken).ConfigureAwait(false);
            return;
        }

        await Task.WhenAll(
            venue.WaitForReportsAsync(stoppingToken),
            Task.Delay(ShortestPause, TimeProvider.System, stoppingToken)).ConfigureAwait(false);
    }

    private async Task TellAsync(string duty, Task<IReadOnlyList<FollowUp>> work) =>
        await dispatcher.PublishAsync(duty, await work.ConfigureAwait(false), CancellationToken.None).ConfigureAwait(false);

    private async Task EveryAsync(TimeSpan interval, Func<Task> work, CancellationToken stoppingToken)
    {
        await work().ConfigureAwait(false);
        await Task.WhenAll(
            Task.Delay(interval, clock, stoppingToken),
            Task.Delay(ShortestPause, TimeProvider.System, stoppingToken)).ConfigureAwait(false);
    }

    private static async Task PauseAsync(TimeSpan pause, CancellationToken stoppingToken) =>
        await Task.Delay(pause, TimeProvider.System, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
}
