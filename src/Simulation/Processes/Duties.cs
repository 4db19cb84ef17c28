using Pipeline.Reconciliation;
using Pipeline.Simulation.Queues;
using Pipeline.Store;
using Pipeline.Store.Failpoints;
using Pipeline.Store.Tables;
using Pipeline.Trading;
using Pipeline.Trading.Sessions;
using Pipeline.Venues;

namespace Pipeline.Simulation.Processes;

/// <summary>
/// What a process does without a message: follows the venue, asks about open claims, keeps deadlines, publishes what was left
/// unsent. Each duty runs at its interval, but only when something is due, so that quiet time costs nothing.
/// </summary>
internal sealed class Duties
{
    private const int LargestBatch = 500;
    private static readonly TimeSpan ImportInterval = TimeSpan.FromSeconds(1);

    /// <summary>A pause is never shorter, even where the venue says at once that there may be news.</summary>
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(2);

    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromMilliseconds(500);

    private readonly Node node;
    private readonly IVenueReports venue;
    private readonly SimulationSettings settings;
    private readonly Lease lease;
    private readonly Duty[] all;
    private long happeningsSeen;
    private long quotesSeen = -1;
    private int haltFileSeen;

    public Duties(Node node, IVenueReports venue, SimulationSettings settings, Lease lease)
    {
        (this.node, this.venue, this.settings, this.lease) = (node, venue, settings, lease);
        var check = settings.Reconciliation.CheckInterval;
        all =
        [
            new Duty("account", settings.Reconciliation.AccountInterval, due => At(due.HasOpenOrders), () => node.Stages.Accounts.TakeAsync(CancellationToken.None)),
            new Duty("quotes", check, Quotes, TakeQuotesAsync),
            new Duty(
                "statuses", check, due => At(due.HasOpenOrders && (settings.Session.SecurityStatus != SecurityStatusSource.Off || settings.Alpaca.MarketStreamUrl.Length > 0)),
                () => node.Stages.Statuses.TakeDueAsync(lease.Terms, CancellationToken.None)),
            new Duty("limit states", check, due => At(due.HasOpenOrders && due.HasPriceBands), () => node.Stages.LimitStates.LookAsync(CancellationToken.None)),
            new Duty("import", ImportInterval, due => At(due.WantsImport), () => TellAsync(Failpoint.Reports, node.Stages.Import.ImportIfRestoredAsync(CancellationToken.None))),
            new Duty(Failpoint.Reconciler, check, Reconciliation, ReconcileAsync),
            new Duty("periodic reconciliation", check, PeriodicReconciliation, ReconcileAsync),
            new Duty(Failpoint.Resolver, check, due => Sooner(due.Check, ClaimTable.FurthestCheck), () => TellAsync(Failpoint.Resolver, node.Stages.Resolver.ResolveDueAsync(CancellationToken.None))),
            new Duty(Failpoint.Deadlines, check, Deadline, () => TellAsync(Failpoint.Deadlines, node.Stages.Deadlines.ActOnDueAsync(CancellationToken.None))),
            new Duty("halts", check, WantsHaltLook, LookAtHaltsAsync),
            new Duty("clock", settings.Halts.ClockInterval, due => At(due.HasOpenOrders), () => node.Stages.Halts.CompareClocksAsync(CancellationToken.None)),
            new Duty(Failpoint.Sweep, settings.Bus.SweepInterval, due => Sooner(due.Unsent, settings.Bus.SweepMaxBackoff + FollowUpTable.Grace), SweepAsync),
        ];
    }

    /// <summary>Told of a duty that failed and goes on.</summary>
    public event Action<string, Exception>? Failed;

    /// <summary>Takes the account's state at once, and follows the venue's reports from now on.</summary>
    public void Start()
    {
        node.Process.Enter(() => node.Shell.Run(RunAsync(all[0])));
        node.Process.Enter(() => node.Shell.Run(FollowReportsAsync()));
    }

    /// <summary>When the next duty is due, in true time; null when none is, or this process does not have the duties.</summary>
    public DateTimeOffset? NextAt(DueTimes due)
    {
        if (node.Process.IsDead || node.Process.StoppedAt is not null)
        {
            return null;
        }

        DateTimeOffset? next = null;
        foreach (var duty in all)
        {
            if (duty.NextAt(due, node.Wall) is { } at && !(next <= at))
            {
                next = at;
            }
        }

        return next is { } instant && !lease.IsHeldBy(node.Process) ? Later(instant, lease.FreeAt) : next;
    }

    /// <summary>Does what is due now.</summary>
    public void RunDue(DueTimes due, DateTimeOffset now)
    {
        if (!lease.IsHeldBy(node.Process))
        {
            return;
        }

        foreach (var duty in all)
        {
            if (duty.NextAt(due, node.Wall) <= now)
            {
                node.Process.Enter(() => node.Shell.Run(RunAsync(duty)));
            }
        }
    }

    private async Task RunAsync(Duty duty)
    {
        duty.IsBusy = true;
        try
        {
            await duty.Work().ConfigureAwait(false);
        }
        catch (Exception e) when (!node.Process.IsDead)
        {
            Failed?.Invoke(duty.Name, e);
            duty.NotBefore = node.TrueTime + PauseAfterFailure;
        }

        duty.LastRun = node.TrueTime;
        duty.IsBusy = false;
    }

    private async Task FollowReportsAsync()
    {
        while (!node.Process.IsDead)
        {
            try
            {
                if (!lease.IsHeldBy(node.Process))
                {
                    await Task.Delay(Later(lease.FreeAt, node.TrueTime) is var free && free < DateTimeOffset.MaxValue
                        ? free - node.TrueTime + PauseAfterFailure
                        : TimeSpan.FromMinutes(1), node.Clock).ConfigureAwait(false);
                    continue;
                }

                if (await node.Stages.Reports.BookNextAsync(CancellationToken.None).ConfigureAwait(false) is { } news)
                {
                    await node.Shell.PublishAsync(news, Failpoint.Reports).ConfigureAwait(false);
                    continue;
                }

                await Task.WhenAll(venue.WaitForReportsAsync(CancellationToken.None), Task.Delay(ShortestPause, node.Clock)).ConfigureAwait(false);
            }
            catch (Exception e) when (!node.Process.IsDead)
            {
                Failed?.Invoke(Failpoint.Reports, e);
                await Task.Delay(PauseAfterFailure, node.Clock).ConfigureAwait(false);
            }
        }
    }

    private async Task TellAsync(string duty, Task<IReadOnlyList<FollowUp>> work)
    {
        await node.Shell.PublishAsync(await work.ConfigureAwait(false), duty).ConfigureAwait(false);
    }

    // A clock that was set back since puts nothing off.
    private DateTimeOffset? Deadline(DueTimes due) =>
        due.WantsHaltCancels && !due.WantsImport ? DateTimeOffset.MinValue : due.DeadlineSetAt is { } setAt && ClockStep.WentBackSince(setAt, node.Wall.Now) ? DateTimeOffset.MinValue : due.Deadline;

    private DateTimeOffset? Reconciliation(DueTimes due) =>
        At(due.WantsReconciliation || node.Stages.Reconciler.IsNewTo(lease.Terms)) ?? Sooner(due.LookAgain, settings.Reconciliation.Grace);

    // Where nothing has happened since, nothing can differ, but what was no difference for a time.
    private DateTimeOffset? PeriodicReconciliation(DueTimes due) =>
        due.HasOpenOrders || due.JournalSeq != node.Stages.Reconciler.ComparedSeq || node.Happenings != happeningsSeen
            ? node.Wall.Now + node.Stages.Reconciler.UntilNext
            : due.AwaitedUntil is { } until && until > node.Wall.Now + node.Stages.Reconciler.UntilNext ? until
            : due.AwaitedUntil is not null ? node.Wall.Now + node.Stages.Reconciler.UntilNext
            : null;

    // A new order, or one that is released, is written down somehow.
    private DateTimeOffset? Quotes(DueTimes due) =>
        !due.HasOpenOrders || node.Stages.Quotes is null ? null : node.Commits != quotesSeen ? DateTimeOffset.MinValue : node.Wall.Now + node.Stages.Quotes.UntilNext;

    private Task TakeQuotesAsync()
    {
        quotesSeen = node.Commits;
        return node.Stages.Quotes!.TakeDueAsync(CancellationToken.None);
    }

    // The account's state comes without an entry.
    private DateTimeOffset? WantsHaltLook(DueTimes due) => At(
        node.HaltFileChanges != haltFileSeen || node.Stages.Halts.HasNews(due.JournalSeq) || (settings.Halts.MaxDailyLoss > 0 && due.HasOpenOrders));

    private async Task LookAtHaltsAsync()
    {
        haltFileSeen = node.HaltFileChanges;
        await node.Stages.Halts.LookAsync(CancellationToken.None).ConfigureAwait(false);
    }

    private async Task ReconcileAsync()
    {
        happeningsSeen = node.Happenings;
        await TellAsync(Failpoint.Reports, node.Stages.Reconciler.RunDueAsync(lease.Terms, CancellationToken.None)).ConfigureAwait(false);
    }

    private async Task SweepAsync()
    {
        var now = node.Clock.GetUtcNow();
        var unsent = node.Store.Read(session => FollowUpTable.Unsent(session, now, settings.Bus.SweepMaxBackoff, LargestBatch));
        if (unsent.Count > 0)
        {
            Failpoints.Hit(Failpoint.Sweep, Failpoint.Received);
        }

        foreach (var chunk in unsent.Chunk(32))
        {
            // Postponed before the try, so that the next sweep takes them up should the process die in the middle.
            await node.Store.WriteAsync(session => Array.ForEach(chunk, followUp => FollowUpTable.Postpone(session, followUp, now + settings.Bus.SweepMaxBackoff)))
                .ConfigureAwait(false);
            Failpoints.Hit(Failpoint.Sweep, Failpoint.Recorded);
            var sent = await Task.WhenAll(chunk.Select(followUp => node.Shell.TryPublishAsync(followUp, Failpoint.Sweep))).ConfigureAwait(false);
            if (!Array.TrueForAll(sent, ok => ok))
            {
                return;
            }

            Failpoints.Hit(Failpoint.Sweep, Failpoint.Confirmed);
        }
    }

    /// <summary>At once, or not at all.</summary>
    private static DateTimeOffset? At(bool isDue) => isDue ? DateTimeOffset.MinValue : null;

    // Further ahead than it can be set is due now: a clock was set back since.
    private DateTimeOffset? Sooner(DateTimeOffset? at, TimeSpan furthest) => at > node.Wall.Now + furthest ? DateTimeOffset.MinValue : at;

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;

    private sealed class Duty(string name, TimeSpan interval, Func<DueTimes, DateTimeOffset?> due, Func<Task> work)
    {
        public string Name => name;

        public Func<Task> Work => work;

        public bool IsBusy { get; set; }

        public DateTimeOffset LastRun { get; set; } = DateTimeOffset.MinValue;

        public DateTimeOffset NotBefore { get; set; } = DateTimeOffset.MinValue;

        /// <summary>When it is due, in true time; the store's times are those of the wall clock.</summary>
        public DateTimeOffset? NextAt(DueTimes times, WallClock wall)
        {
            if (IsBusy || due(times) is not { } at)
            {
                return null;
            }

            var byStore = at == DateTimeOffset.MinValue ? at : wall.TrueTimeOf(at);
            var byInterval = LastRun == DateTimeOffset.MinValue ? LastRun : LastRun + interval;
            return Later(Later(byStore, byInterval), NotBefore);
        }
    }
}
