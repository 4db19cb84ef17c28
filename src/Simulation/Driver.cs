using Pipeline.Intake;
using Pipeline.Messages.Orders;
using Pipeline.Store;
using Pipeline.Store.Tables;
using Pipeline.Store.Writing;
using Pipeline.Venues.Paper;

namespace Pipeline.Simulation;

/// <summary>
/// The pipeline on one thread and a clock that only moves when told: the stages are the ones that serve, a queue in memory
/// takes the place of the bus, and the paper venue keeps its book in memory. The same calls have the same outcome, always.
/// </summary>
public sealed class Driver : IDisposable
{
    private const string Source = "simulation";

    private readonly InlineStore store = new();
    private readonly PaperVenue venue;
    private readonly VirtualClock clock;
    private readonly StageSet stages;
    private readonly Queue<FollowUp> waiting = new();

    /// <param name="settings">What the stages are told.</param>
    /// <param name="quotes">The market: what the venue fills from and the rules measure against.</param>
    /// <param name="start">What the clock says at first.</param>
    public Driver(SimulationSettings settings, IQuoteSource quotes, DateTimeOffset start)
    {
        clock = new VirtualClock(start);
        var paper = new PaperVenueOptions
        {
            Database = PaperVenueOptions.InMemory,
            Account = settings.Intake.Account,
            StartingCash = settings.StartingCash,
        };
        venue = new PaperVenue(paper, new InSessionQuotes(quotes, settings.Calendars.IsOpen), clock, settings.Calendars.CloseFor);
        stages = new StageSet(settings, store, venue, new PaperReferencePrices(quotes), clock);
        Step(start);
    }

    /// <summary>Raised for every message before it is handled, in the order in which things happen.</summary>
    public event Action<OrderMessage>? Told;

    /// <summary>Everything that happened; for reading.</summary>
    public IStore Store => store;

    public DateTimeOffset Now => clock.GetUtcNow();

    /// <summary>True when every order that was taken has come to its end, and nothing waits to be handled.</summary>
    public bool IsDone => waiting.Count == 0 && store.Read(SagaTable.CountOpen) == 0;

    /// <summary>Takes an intent now. What follows from it happens when the driver runs on.</summary>
    /// <param name="body">The document, byte for byte.</param>
    /// <param name="idempotencyKey">Stands in for a missing <c>rebalance_id</c>.</param>
    public IntakeResult Take(ReadOnlyMemory<byte> body, string? idempotencyKey)
    {
        var result = Completed(stages.Intake.TakeAsync(new Submitted(body, Source, idempotencyKey), CancellationToken.None));
        if (result is IntakeResult.Taken taken)
        {
            Tell(taken.FollowUps);
        }

        return result;
    }

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
            while (waiting.TryDequeue(out var followUp))
            {
                Handle(followUp);
            }
        }
        while (BookReports());
    }

    /// <summary>When the next deadline of an order or a cancel, or the next question about an open claim, is due; null when none is.</summary>
    private DateTimeOffset? NextWake() => store.Read(session =>
        new[] { OrderTable.NextDeadline(session), ClaimTable.NextCheck(session), CancelTable.NextDue(session) }.Min());

    public void Dispose()
    {
        venue.Dispose();
        store.Dispose();
    }

    private void Step(DateTimeOffset instant)
    {
        clock.MoveTo(instant);
        Completed(stages.Accounts.TakeAsync(CancellationToken.None));
        RunUntilQuiet();
        Tell(Completed(stages.Resolver.ResolveDueAsync(CancellationToken.None)));
        Tell(Completed(stages.Deadlines.ActOnDueAsync(CancellationToken.None)));
        RunUntilQuiet();
    }

    private void Handle(FollowUp followUp)
    {
        Told?.Invoke(followUp.Message);
        store.RideAlong(session =>
        {
            OrderSagas.Apply(session, followUp.Message);
            FollowUpTable.MarkSent(session, followUp, Now);
        });
        Tell(Completed(stages.HandleAsync(followUp.Message)));
    }

    private bool BookReports()
    {
        var news = Completed(stages.Reports.BookNextAsync(CancellationToken.None));
        Tell(news ?? []);
        return news is not null;
    }

    private void Tell(IReadOnlyList<FollowUp> followUps)
    {
        foreach (var followUp in followUps)
        {
            waiting.Enqueue(followUp);
        }
    }

    private static T Completed<T>(Task<T> task)
    {
        Completed((Task)task);
        return task.Result;
    }

    // A task that waits for something would wait for another thread, and the run would not be repeatable.
    private static void Completed(Task task)
    {
        if (!task.IsCompleted)
        {
            throw new InvalidOperationException("A stage waits for something outside the simulation; all it does must be done when it returns");
        }

        task.GetAwaiter().GetResult();
    }
}
