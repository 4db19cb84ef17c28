using Pipeline.Intake;
using Pipeline.Messages.Orders;
using Pipeline.Simulation.Processes;
using Pipeline.Simulation.Venues;
using Pipeline.Store;
using Pipeline.Store.Failpoints;
using Pipeline.Store.Tables;
using Pipeline.Venues.Paper;

namespace Pipeline.Simulation;

/// <summary>
/// The pipeline over the paper venue on a clock that only moves when told: the stages are the ones that serve, messages take no
/// time, and the venue keeps its book in memory. The same calls have the same outcome, always.
/// </summary>
public sealed class Driver : IDisposable
{
    private const string Source = "simulation";

    private readonly World world;
    private readonly Node node;

    /// <param name="settings">What the stages are told.</param>
    /// <param name="quotes">The market: what the venue fills from and the rules measure against.</param>
    /// <param name="start">What the clock says at first.</param>
    public Driver(SimulationSettings settings, IQuoteSource quotes, DateTimeOffset start)
    {
        world = new World(settings, start, TimeSpan.Zero, world => new PaperConnection(settings, quotes, world.Clock), hasDuties: false, remembers: false);
        world.Bus.Took += followUp => Told?.Invoke(followUp.Message);
        node = world.Start("pipeline");
        Step(start);
    }

    /// <summary>Raised for every message before it is handled, in the order in which things happen.</summary>
    public event Action<OrderMessage>? Told;

    /// <summary>Everything that happened; for reading.</summary>
    public IStore Store => node.Store;

    public DateTimeOffset Now => world.Now;

    /// <summary>When something is to be done about an order by itself next; null when nothing is.</summary>
    public DateTimeOffset? NextDeadline => world.Due.Deadline;

    /// <summary>True when every order that was taken has come to its end, and nothing waits to be handled.</summary>
    public bool IsDone => world.Bus.IsQuiet && node.Store.Read(SagaTable.CountOpen) == 0;

    /// <summary>Takes an intent now. What follows from it happens when the driver runs on.</summary>
    /// <param name="body">The document, byte for byte.</param>
    /// <param name="idempotencyKey">Stands in for a missing <c>rebalance_id</c>.</param>
    public IntakeResult Take(ReadOnlyMemory<byte> body, string? idempotencyKey) =>
        Completed(() => node.TakeAsync(new Submitted(body, Source, idempotencyKey)));

    /// <summary>
    /// Runs until nothing waits, then moves on to an instant, with a stop at every deadline on the way, and lets everything
    /// happen that is due by then.
    /// </summary>
    public void AdvanceTo(DateTimeOffset instant)
    {
        RunUntilQuiet();
        while (NextWake() is { } wake && wake > Now && wake < instant)
        {
            Step(wake);
        }

        Step(instant);
    }

    /// <summary>Handles messages and books the venue's reports until there are no more of either.</summary>
    public void RunUntilQuiet()
    {
        do
        {
            while (world.TryStep(Now))
            {
            }
        }
        while (BookReports());
        node.Store.Flush();
    }

    public void Dispose() => world.Dispose();

    /// <summary>When the next deadline of an order, or the next question about an open claim, is due; null when none is.</summary>
    private DateTimeOffset? NextWake() => (world.Due.Deadline, world.Due.Check) switch
    {
        ({ } deadline, { } check) => deadline < check ? deadline : check,
        var (deadline, check) => deadline ?? check,
    };

    private void Step(DateTimeOffset instant)
    {
        world.RunUntil(instant);
        Completed(async () =>
        {
            await node.Stages.Accounts.TakeAsync(CancellationToken.None).ConfigureAwait(false);
            return true;
        });
        RunUntilQuiet();

        // A fill policy that has canceled an order asks what was filled of it as soon as the cancel is booked.
        Tell(Completed(() => node.Stages.Deadlines.ActOnDueAsync(CancellationToken.None)));
        RunUntilQuiet();
        Tell(Completed(() => node.Stages.Resolver.ResolveDueAsync(CancellationToken.None)));
        RunUntilQuiet();
    }

    private bool BookReports()
    {
        var news = Completed(() => node.Stages.Reports.BookNextAsync(CancellationToken.None));
        Tell(news ?? []);
        return news is not null;
    }

    private void Tell(IReadOnlyList<FollowUp> followUps) => node.Process.Enter(() => node.Shell.Run(node.Shell.PublishAsync(followUps, Failpoint.Reports)));

    // The paper venue answers at once; what waits all the same, for a permit of the rate limiter say, goes on as the clock moves.
    private T Completed<T>(Func<Task<T>> work)
    {
        Task<T>? task = null;
        node.Process.Enter(() => task = work());
        while (!task!.IsCompleted && world.Clock.NextDue is { } next)
        {
            world.RunUntil(next);
        }

        return task.GetAwaiter().GetResult();
    }
}
