using System.Data.Common;
using Pipeline.Messages.Orders;
using Pipeline.Store.Tables;
using Pipeline.Trading.Orders;

namespace Pipeline.Store.Steps;

/// <summary>
/// The steps that one turn may take along: of an order that is let on, the stage that is called next decides in the same transaction, if it is one that can
/// and this process hosts it. What that stage can't decide now is left to its call, as if nobody had tried.
/// </summary>
public sealed class Onward
{
    private static readonly Dictionary<Type, OnwardStep> NoSteps = [];

    private readonly IReadOnlyDictionary<Type, OnwardStep> steps;
    private readonly IReadOnlyList<IDisposable> places;
    private readonly ISequels? afterwards;
    private readonly List<OnwardTaken> taken = [];
    private readonly List<(string Stage, string ClOrdId, Func<Task<IReadOnlyList<FollowUp>>> Run)> sequels = [];

    /// <param name="steps">Steps by what calls for them.</param>
    /// <param name="places">Places for what they have still to do when it is recorded.</param>
    /// <param name="afterwards">Does that; null where nobody does.</param>
    internal Onward(IReadOnlyDictionary<Type, OnwardStep> steps, IReadOnlyList<IDisposable> places, ISequels? afterwards = null) => (this.steps, this.places, this.afterwards) = (steps, places, afterwards);

    /// <summary>One turn in which every stage is called. Each has its own, since it keeps what it has taken along.</summary>
    public static Onward Nobody => new(NoSteps, []);

    /// <summary>How many entries an order has in the journal that all of them let on.</summary>
    public int Entries => steps.Values.Sum(step => step.Entries);

    /// <summary>How many claims are recorded for such an order.</summary>
    public int Claims => steps.Values.Sum(step => step.Claims);

    /// <summary>Whether one of them was taken, or has broken after it had written. What was wrong with it may show at the commit, so that a turn which fails then is taken again without them.</summary>
    public bool MayHaveFailed { get; private set; }

    /// <summary>What a turn must name for them beside an order's account.</summary>
    public IEnumerable<string> Counted(OrderPlace place) => steps.Values.SelectMany(step => step.Counted(place));

    /// <summary>Says what they are going to read of an order.</summary>
    public void Look(StoreSession ahead, Order order, DateTimeOffset now)
    {
        foreach (var step in steps.Values)
        {
            step.Look(ahead, order, now);
        }
    }

    /// <summary>The step that takes them along. It may run again, and begins anew each time.</summary>
    public Func<StoreSession, T> Of<T>(Func<StoreSession, T> step) => session =>
    {
        Forget();
        foreach (var next in steps.Values)
        {
            next.LookBefore(session);
        }

        return step(session);
    };

    /// <summary>Whether there is a place for something more to be done once all of it is recorded.</summary>
    public bool HasRoom => sequels.Count < places.Count;

    /// <summary>Has something done about an order once the step is recorded.</summary>
    /// <param name="stage">The stage that does it.</param>
    /// <param name="clOrdId">The order.</param>
    /// <param name="run">Does it, and returns what has to be told.</param>
    public void Then(string stage, string clOrdId, Func<Task<IReadOnlyList<FollowUp>>> run) => sequels.Add((stage, clOrdId, run));

    /// <summary>Has the next stage decide, or have it called. That it was called for needs no telling where there is news of what it has decided.</summary>
    /// <param name="session">The step.</param>
    /// <param name="stage">Who calls.</param>
    /// <param name="order">The order as it stands in the store.</param>
    /// <param name="call">What the next stage is called with.</param>
    /// <param name="nextStage">The stage whose step that calls for.</param>
    /// <returns>What has to be published.</returns>
    public IReadOnlyList<FollowUp> Lead(StoreSession session, string stage, Order order, OrderMessage call, string nextStage)
    {
        if (!steps.TryGetValue(call.GetType(), out var step) || TryTake(session, step, order, call) is not { } told)
        {
            return [StepLog.Tell(session, stage, call, nextStage)];
        }

        return told.Any(followUp => MessageTypes.IsNews(followUp.Message)) ? told : [StepLog.Tell(session, stage, call, nextStage) with { IsTaken = true }, .. told];
    }

    /// <summary>Has done what is still to be done about it, now that it is recorded, and counts what they have decided.</summary>
    /// <param name="tell">Told of each step.</param>
    internal void GoOn(Action<OnwardTaken>? tell)
    {
        // First of all: should something that only counts fail, an order that was granted is sent all the same.
        foreach (var ((stage, clOrdId, run), place) in sequels.Zip(places))
        {
            afterwards!.Begin(new Sequel(stage, clOrdId, run, place));
        }

        Leave(places.Skip(sequels.Count));
        taken.ForEach(step => tell?.Invoke(step));
        foreach (var step in steps.Values)
        {
            step.Decided.Tell();
        }
    }

    /// <summary>Nothing of it is recorded: gives the places back.</summary>
    internal void Leave() => Leave(places);

    internal static void Leave(IEnumerable<IDisposable> places)
    {
        foreach (var place in places)
        {
            place.Dispose();
        }
    }

    private void Forget()
    {
        MayHaveFailed = false;
        taken.Clear();
        sequels.Clear();
        foreach (var step in steps.Values)
        {
            step.Decided.Forget();
        }
    }

    private IReadOnlyList<FollowUp>? TryTake(StoreSession session, OnwardStep step, Order order, OrderMessage call)
    {
        var (before, following, began, stamp) = (session.Changes, sequels.Count, TimeProvider.System.GetUtcNow(), TimeProvider.System.GetTimestamp());
        try
        {
            var told = step.Take(session, call, order, this);
            if (session.Changes == before)
            {
                return null;
            }

            MayHaveFailed = true;
            if (sequels.Count == following || sequels[^1].Stage != step.Stage)
            {
                taken.Add(new OnwardTaken(step.Stage, order.ClOrdId, began, TimeProvider.System.GetElapsedTime(stamp)));
            }

            return told;
        }
        catch (Exception e) when (e is not (DbException or StoreUnavailableException) && session.Changes == before)
        {
            // What it lacks, or what is wrong with the order, its queue knows what to do about.
            return null;
        }
        catch
        {
            MayHaveFailed = true;
            throw;
        }
    }
}

/// <summary>A step that was taken in the turn of another, after which nothing is left to do.</summary>
/// <param name="Stage">Whose step it is.</param>
/// <param name="ClOrdId">About which order.</param>
/// <param name="Began">When it began, by the machine's clock.</param>
/// <param name="Took">How long it took.</param>
public sealed record OnwardTaken(string Stage, string ClOrdId, DateTimeOffset Began, TimeSpan Took);
