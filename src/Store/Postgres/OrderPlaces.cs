namespace Pipeline.Store.Postgres;

/// <summary>Where orders belong, so that a turn can be taken before the order is read. It never changes, so each is asked for once, if nobody has said it.</summary>
internal sealed class OrderPlaces(Func<Func<StoreSession, OrderPlace?>, OrderPlace?> read)
{
    /// <summary>So many are remembered; to forget them costs a question each.</summary>
    private const int Most = 100_000;

    private readonly Remembered<string, OrderPlace> known = new(Most);

    /// <summary>Null where the store has no such order.</summary>
    public OrderPlace? Of(string clOrdId)
    {
        if (known.TryGet(clOrdId, out var place))
        {
            return place;
        }

        if (read(session => session.QueryFirst<Row>("SELECT account, strategy_id, symbol FROM orders WHERE cl_ord_id = @clOrdId", new { clOrdId })?.ToPlace()) is not { } found)
        {
            return null;
        }

        Note(clOrdId, found);
        return found;
    }

    /// <summary>Remembers where an order belongs that is committed.</summary>
    public void Note(string clOrdId, OrderPlace place) => known.Add(clOrdId, place);

    private sealed class Row
    {
        public string Account { get; set; } = "";

        public string StrategyId { get; set; } = "";

        public string Symbol { get; set; } = "";

        public OrderPlace ToPlace() => new(Account, StrategyId, Symbol);
    }
}
