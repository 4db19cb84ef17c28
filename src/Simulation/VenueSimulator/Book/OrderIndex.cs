using Pipeline.Messages.Fix;

namespace Pipeline.Simulation.VenueSimulator;

/// <summary>The orders by everything they are looked up by.</summary>
internal sealed class OrderIndex
{
    private readonly List<SimulatedOrder> all = [];
    private readonly Dictionary<string, SimulatedOrder> byId = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SimulatedOrder> byClOrdId = new(StringComparer.Ordinal);
    private readonly SortedDictionary<long, SimulatedOrder> open = [];
    private readonly Dictionary<(string Symbol, Side Side), SortedDictionary<long, SimulatedOrder>> openBySymbol = [];

    public IReadOnlyList<SimulatedOrder> All => all;

    /// <summary>The open orders, in the order of acceptance.</summary>
    public IReadOnlyCollection<SimulatedOrder> Open => open.Values;

    public long NextSeq => all.Count + 1;

    public SimulatedOrder this[long seq] => all[(int)seq - 1];

    public SimulatedOrder? ById(string orderId) => byId.GetValueOrDefault(orderId);

    /// <summary>The newest order of a client id.</summary>
    public SimulatedOrder? ByClOrdId(string clOrdId) => byClOrdId.GetValueOrDefault(clOrdId);

    public IReadOnlyCollection<SimulatedOrder> OpenOf(string symbol, Side side) =>
        openBySymbol.TryGetValue((symbol, side), out var orders) ? orders.Values : [];

    public void Add(SimulatedOrder order)
    {
        all.Add(order);
        byId.Add(order.OrderId, order);
        byClOrdId[order.ClOrdId] = order;
        Moved(order);
    }

    /// <summary>Notes that an order may have come to its end, or back from it.</summary>
    public void Moved(SimulatedOrder order)
    {
        if (!openBySymbol.TryGetValue((order.Symbol, order.Side), out var ofSymbol))
        {
            openBySymbol.Add((order.Symbol, order.Side), ofSymbol = []);
        }

        if (order.IsOpen)
        {
            open[order.Seq] = order;
            ofSymbol[order.Seq] = order;
        }
        else
        {
            open.Remove(order.Seq);
            ofSymbol.Remove(order.Seq);
        }
    }
}
