using Pipeline.Messages.Fix;
using Pipeline.Trading.Orders;
using Pipeline.Trading.Reconciliation;
using Pipeline.Venues;

namespace Pipeline.Reconciliation;

/// <summary>What a round of questions about one order brought.</summary>
/// <param name="order">The order.</param>
/// <param name="lateFrom">From when on a not-found proves something, by the clock that was on the wall when the questions began.</param>
/// <param name="isRestored">Whether the store was restored, so that it may have forgotten what the order asked for in the end.</param>
public sealed class Answers(Order order, DateTimeOffset? lateFrom, bool isRestored)
{
    public const string ByClOrdId = "by_cl_ord_id";
    public const string OpenOrders = "open_orders";
    public const string ClosedOrders = "closed_orders";
    public const string ByExecution = "executions";

    private readonly List<Evidence> evidence = [];

    public IReadOnlyList<Evidence> Evidence => evidence;

    /// <summary>From when on a not-found proves something; null when nobody asked.</summary>
    public DateTimeOffset? LateFrom => lateFrom;

    /// <summary>Whether every question was asked without the order being shown.</summary>
    public bool IsComplete => evidence.Select(each => each.Question).Contains(ByExecution);

    /// <summary>The order as the venue has it, when a list or the look-up shows it.</summary>
    public VenueOrder? Found { get; private set; }

    /// <summary>The venue's executions of the order.</summary>
    public IReadOnlyList<ExecutionReport> Executions { get; private set; } = [];

    /// <summary>What the same answer shows of other orders.</summary>
    public IReadOnlyList<ExecutionReport> ExecutionsOfOthers { get; private set; } = [];

    /// <summary>Whether the venue has answered with its executions.</summary>
    public bool HasExecutions { get; private set; }

    /// <summary>How long the venue wants to be left alone; null when it did not say.</summary>
    public TimeSpan? RetryAfter { get; private set; }

    /// <summary>What went over the wire for this order alone; the lists are asked for many.</summary>
    public IReadOnlyList<WireExchange> Exchanges { get; private set; } = [];

    /// <summary>No answers, since the venue wants to be left alone and nobody asked.</summary>
    public static Answers NotAsked(Order order, TimeSpan left) => new(order, null, isRestored: false) { RetryAfter = left };

    /// <summary>Whether another question can still change the matter: nothing was found, and every question answered.</summary>
    internal bool MayGoOn => evidence[^1].Finding is Finding.EarlyNotFound or Finding.LateNotFound;

    /// <summary>Whether the order was found with fills that are not booked.</summary>
    internal bool NeedsExecutions => Found is { } found && evidence[^1].Finding == Finding.Found && found.CumQty > order.CumQty;

    internal void Add(Asked asked, (OrderQuery Query, IReadOnlyList<WireExchange> Exchanges) answer)
    {
        Exchanges = answer.Exchanges;
        Add(asked, answer.Query);
    }

    internal void Add(Asked asked, OrderQuery query)
    {
        switch (query)
        {
            case OrderQuery.Found found:
                AddFound(ByClOrdId, asked, found.Order);
                break;
            case OrderQuery.NotFound:
                AddAbsence(ByClOrdId, asked);
                break;
            case OrderQuery.Unavailable unavailable:
                AddFault(ByClOrdId, asked, unavailable.Fault, unavailable.Reason, unavailable.RetryAfter);
                break;
        }
    }

    internal void Add(string question, Asked asked, VenueAnswer<IReadOnlyList<VenueOrder>> answer)
    {
        switch (answer)
        {
            case VenueAnswer<IReadOnlyList<VenueOrder>>.Stated stated when stated.Value.FirstOrDefault(at => at.ClOrdId == order.ClOrdId) is { } found:
                AddFound(question, asked, found);
                break;
            case VenueAnswer<IReadOnlyList<VenueOrder>>.Stated:
                AddAbsence(question, asked);
                break;
            case VenueAnswer<IReadOnlyList<VenueOrder>>.Unavailable unavailable:
                AddFault(question, asked, unavailable.Fault, unavailable.Reason, unavailable.RetryAfter);
                break;
        }
    }

    internal void Add(Asked asked, VenueAnswer<IReadOnlyList<ExecutionReport>> answer)
    {
        switch (answer)
        {
            case VenueAnswer<IReadOnlyList<ExecutionReport>>.Stated stated:
                HasExecutions = true;
                var ofOrder = stated.Value.ToLookup(report => report.ClOrdId == order.ClOrdId || (Found is { } found && report.OrderId == found.OrderId));
                (Executions, ExecutionsOfOthers) = ([.. ofOrder[true]], [.. ofOrder[false]]);
                if (Executions.Count > 0)
                {
                    evidence.Add(new Evidence(ByExecution, Finding.Found, asked.At, Executions[0].OrderId));
                }
                else if (Found is null)
                {
                    AddAbsence(ByExecution, asked);
                }

                break;

            // Found without its fills is found all the same: the venue's reports bring them.
            case VenueAnswer<IReadOnlyList<ExecutionReport>>.Unavailable unavailable when Found is null:
                AddFault(ByExecution, asked, unavailable.Fault, unavailable.Reason, unavailable.RetryAfter);
                break;
        }
    }

    private void AddFound(string question, Asked asked, VenueOrder found)
    {
        Found = found;
        evidence.Add(new Evidence(question, ListedOrder.IsShown(order, found, isRestored) ? Finding.Found : Finding.OtherTerms, asked.At, found.OrderId));
    }

    private void AddAbsence(string question, Asked asked) =>
        evidence.Add(new Evidence(question, asked.IsLate ? Finding.LateNotFound : Finding.EarlyNotFound, asked.At));

    private void AddFault(string question, Asked asked, VenueFault fault, string reason, TimeSpan? retryAfter)
    {
        RetryAfter = retryAfter ?? RetryAfter;
        evidence.Add(new Evidence(question, FindingOf(fault), asked.At, reason));
    }

    private static Finding FindingOf(VenueFault fault) => fault switch
    {
        VenueFault.Transport => Finding.TransportError,
        VenueFault.ServerError or VenueFault.Refused => Finding.ServerError,
        VenueFault.Throttled => Finding.Throttled,
        VenueFault.Unreadable => Finding.Unreadable,
        _ => throw new ArgumentOutOfRangeException(nameof(fault), fault, "Not a fault"),
    };
}

/// <summary>When a question was asked.</summary>
/// <param name="At">By the wall clock, for the record.</param>
/// <param name="IsLate">Whether enough time had passed for a not-found to count.</param>
internal readonly record struct Asked(DateTimeOffset At, bool IsLate);
