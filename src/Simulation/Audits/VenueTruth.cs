using Pipeline.Simulation.VenueSimulator;

namespace Pipeline.Simulation.Audits;

/// <summary>What the venue truly has, found by ClOrdId. Looks only at what has come since it looked last.</summary>
internal sealed class VenueTruth(SimulatedVenue venue)
{
    private readonly Dictionary<string, List<SimulatedOrder>> orders = [];
    private readonly Dictionary<string, List<VenueCall>> posts = [];
    private int ordersSeen;
    private int callsSeen;

    /// <summary>Every order, those entered elsewhere among them.</summary>
    public IReadOnlyList<SimulatedOrder> Orders => venue.Orders;

    /// <summary>Every execution.</summary>
    public IReadOnlyList<SimulatedExecution> Executions => venue.Executions;

    /// <summary>Every fee that was posted.</summary>
    public IReadOnlyList<SimulatedFee> Fees => venue.Fees;

    public IReadOnlyList<VenueCall> Calls => venue.Calls;

    /// <summary>Orders that the venue has taken since the last look.</summary>
    public IReadOnlyList<SimulatedOrder> Catch()
    {
        for (; callsSeen < venue.Calls.Count; callsSeen++)
        {
            if (venue.Calls[callsSeen] is { Call: CallKind.Submit, ClOrdId: { } clOrdId } call)
            {
                Add(posts, clOrdId, call);
            }
        }

        if (ordersSeen == venue.Orders.Count)
        {
            return [];
        }

        var taken = new List<SimulatedOrder>();
        for (; ordersSeen < venue.Orders.Count; ordersSeen++)
        {
            var order = venue.Orders[ordersSeen];
            if (!order.IsExternal)
            {
                Add(orders, order.ClOrdId, order);
                taken.Add(order);
            }
        }

        return taken;
    }

    /// <summary>Orders taken under an id, the oldest first.</summary>
    public IReadOnlyList<SimulatedOrder> OrdersOf(string clOrdId) => orders.TryGetValue(clOrdId, out var found) ? found : [];

    /// <summary>The ClOrdId that a request submits; null when it submits no order.</summary>
    public string? SubmittedBy(SimulatedRequest request) => venue.SubmittedBy(request);

    /// <summary>Calls that submitted an id.</summary>
    public IReadOnlyList<VenueCall> PostsOf(string clOrdId) => posts.TryGetValue(clOrdId, out var found) ? found : [];

    private static void Add<T>(Dictionary<string, List<T>> index, string clOrdId, T item)
    {
        if (!index.TryGetValue(clOrdId, out var items))
        {
            index.Add(clOrdId, items = []);
        }

        items.Add(item);
    }
}
