using Pipeline.Store.Failpoints;
using Pipeline.Store.Steps;

namespace Pipeline.Faults.Matrix;

/// <summary>
/// The rows in which a process kills itself (<c>kill -9</c>) at a failpoint while orders are on their way, and is started again
/// on what it left.
/// </summary>
public static class KillRows
{
    /// <summary>Before the exchange opens, by as long as two processes and a load need at the most.</summary>
    private const string BeforeTheOpening = "2026-03-02T09:29:35-05:00";

    /// <summary>As long as a load needs to come by any place that it comes by at all, one held until the opening too.</summary>
    private static readonly TimeSpan UntilTheNextLoad = TimeSpan.FromSeconds(35);

    /// <summary>Of places that an order comes by in another way where one process has every worker, since it is granted there in the turn that takes it.</summary>
    public static IReadOnlyList<MatrixRow> Together { get; } =
    [
        .. new[]
        {
            new Failpoint(Failpoint.Http, Failpoint.Recorded), new Failpoint(Stages.Submission, Failpoint.Grant), new Failpoint(Stages.Submission, Failpoint.Sent),
            new Failpoint(Stages.Submission, Failpoint.Answered), new Failpoint(Stages.Submission, Failpoint.Stored), new Failpoint(Stages.Submission, Failpoint.Recorded),
        }.Select(place => RowOf(place, Stages.Intake, null) with { Name = $"{place}, every worker in one process", Deploy = Deployment.OfEveryWorker }),
    ];

    /// <exception cref="ArgumentException">Nobody has said how a process comes by there.</exception>
    public static MatrixRow Of(Failpoint place) => place.Stage switch
    {
        Failpoint.Http => Row(place, Stages.Intake),
        Stages.Intake => Row(place, Stages.Intake, (run, stop) => run.PublishOverAmqpAsync(stop)),
        Stages.Operator => Row(place, Stages.Operator, (run, stop) => run.PublishAndCancelAsync(stop)),
        Stages.Cancel => Row(place, Stages.Submission, (run, stop) => run.PublishAndCancelAsync(stop)),

        // Apart from submission it sees the venue's reports a little later, so that acknowledgements come first and are news.
        Stages.Reconciliation => Row(place, Stages.Reconciliation) with { Deploy = Deployment.WithReconciliationApart },
        Failpoint.OrderSaga or Failpoint.Reports => Row(place, Stages.Reconciliation),
        _ when Stages.All.Contains(place.Stage) => Row(place, place.Stage),

        // Orders that were held until the opening, all due at the same moment.
        Failpoint.Deadlines => Row(place, Stages.Reconciliation) with
        {
            Deploy = (data, broker) => Deployment.InTwoProcessesAt(BeforeTheOpening, data, broker, "--session-closed-market", "hold_until_open"),
        },
        Stages.Notices => new MatrixRow($"{place}", (run, stop) => NoticeRows.TellAsync(run, KillAt(run, place), stop)),
        Failpoint.Sweep => new MatrixRow($"{place}", (run, stop) => SweepAsync(run, place, stop)),
        Failpoint.Reconciler => new MatrixRow($"{place}", (run, stop) => ReconcileAsync(run, place, stop)),

        // Who dies twice may prove an order absent twice, which is as often as it is sent unless told otherwise; then a person is asked.
        Failpoint.Resolver => new MatrixRow($"{place}", (run, stop) => ResolveAsync(run, place, stop))
        {
            Deploy = (data, broker) => Deployment.InTwoProcesses(data, broker, "--submission-max-sends", "3"),
        },
        Failpoint.Import => new MatrixRow($"{place}", (run, stop) => RestoreRows.RestoreAsync(run, KillAt(run, place), stop)),
        _ => throw new ArgumentException($"The failpoint {place} has no row in the crash matrix: say in {nameof(KillRows)} how a process comes by it"),
    };

    // What was published and not marked, or not acknowledged, only a broker can leave behind; elsewhere a call goes within the process where it can. The checks are not called at all where
    // intake is next door, since they decide in its turn, and submission goes on there from its grant.
    private static MatrixRow Row(Failpoint place, string worker, Func<RowRun, CancellationToken, Task>? publish = null) =>
        place.Step is Failpoint.Published or Failpoint.Confirmed or Failpoint.Acknowledged || place.Stage is Stages.Validation or Stages.Session || place is { Stage: Stages.Submission, Step: Failpoint.Received or Failpoint.Permit }
            ? RowOf(place, worker, publish) with { Deploy = (data, broker) => Deployment.InTwoProcesses(data, broker, "--hand-over", "false") }
            : RowOf(place, worker, publish);

    private static MatrixRow RowOf(Failpoint place, string worker, Func<RowRun, CancellationToken, Task>? publish) => new(
        $"{place}",
        async (run, stop) =>
        {
            var victim = run.Pipeline.ProgramOf(worker);
            await StartAsync(run, victim, KillAt(run, place), stop);
            await PublishUntilItDiesAsync(victim, cancel => (publish ?? ((load, end) => load.PublishAsync(end)))(run, cancel), stop);
        });

    // How many orders share a page of reports is chance: where one load does not come by the place often enough, the next one does.
    internal static async Task PublishUntilItDiesAsync(PipelineProgram victim, Func<CancellationToken, Task> publish, CancellationToken stop)
    {
        var dying = victim.WaitUntilItKillsItselfAsync(stop);
        var comingBack = ComeBackAsync(victim, dying, stop);
        do
        {
            await publish(stop);
        }
        while (await Task.WhenAny(dying, Task.Delay(UntilTheNextLoad, TimeProvider.System, stop)) != dying);

        await comingBack;
    }

    private static async Task ComeBackAsync(PipelineProgram victim, Task dying, CancellationToken stop)
    {
        await dying;
        victim.Start();
        await victim.WaitUntilItServesAsync(stop);
    }

    // A first death leaves recorded what nobody was told, for the sweep of the second life. The other process would sweep too, so it starts later.
    private static async Task SweepAsync(RowRun run, Failpoint place, CancellationToken stop)
    {
        var victim = run.Pipeline.ProgramOf(Stages.Intake);
        victim.Start(KillAt(run, new Failpoint(Failpoint.Http, Failpoint.Recorded)));
        var publishing = run.PublishAsync(stop);
        await victim.WaitUntilItKillsItselfAsync(stop);
        victim.Start(KillAt(run, place));
        await DieAndComeBackAsync(victim, stop);
        run.Pipeline.ProgramOf(Stages.Reconciliation).Start();
        await publishing;
    }

    // It compares as soon as it starts, before it is ready, and nothing is sent before it has.
    private static async Task ReconcileAsync(RowRun run, Failpoint place, CancellationToken stop)
    {
        var victim = run.Pipeline.ProgramOf(Stages.Reconciliation);
        foreach (var program in run.Pipeline.Programs)
        {
            program.Start(program == victim ? KillAt(run, place) : null);
        }

        var publishing = run.PublishAsync(stop);
        await DieAndComeBackAsync(victim, stop);
        await publishing;
    }

    // A first death leaves claims without an outcome and orders that were not sent; the second comes while they are resolved.
    private static async Task ResolveAsync(RowRun run, Failpoint place, CancellationToken stop)
    {
        var victim = run.Pipeline.ProgramOf(Stages.Submission);
        await StartAsync(run, victim, KillAt(run, new Failpoint(Stages.Submission, Failpoint.Grant)), stop);
        var publishing = run.PublishAsync(stop);
        await victim.WaitUntilItKillsItselfAsync(stop);
        victim.Start(KillAt(run, place));
        await DieAndComeBackAsync(victim, stop);
        await publishing;
    }

    private static async Task StartAsync(RowRun run, PipelineProgram victim, string failpoint, CancellationToken stop)
    {
        foreach (var program in run.Pipeline.Programs)
        {
            program.Start(program == victim ? failpoint : null);
        }

        await run.Pipeline.WaitUntilReadyAsync(stop);
    }

    private static Task DieAndComeBackAsync(PipelineProgram victim, CancellationToken stop) =>
        ComeBackAsync(victim, victim.WaitUntilItKillsItselfAsync(stop), stop);

    private static string KillAt(RowRun run, Failpoint place) => $"{place}=kill@{run.Random.Next(1, MostHits(run, place) + 1)}";

    // A message place is passed once an order at least; a duty takes many orders at a time, and so does news.
    private static int MostHits(RowRun run, Failpoint place) => (place.Stage, place.Step) switch
    {
        (Failpoint.Deadlines or Failpoint.Resolver, Failpoint.Published) => 3,
        (Failpoint.Deadlines or Failpoint.Resolver or Failpoint.Sweep or Failpoint.Import or Failpoint.Reconciler, _) => 1,
        (Failpoint.Reports or Failpoint.OrderSaga or Stages.Analytics, _) => 3,
        (Stages.Notices, Failpoint.Received or Failpoint.Recorded) => 2,
        (Stages.Reconciliation, Failpoint.Published or Failpoint.Confirmed) => 3,
        _ => run.Orders / 2,
    };
}
