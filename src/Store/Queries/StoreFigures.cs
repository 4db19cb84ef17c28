using Pipeline.Store.Tables;
using Pipeline.Trading.Orders;
using Pipeline.Trading.Reconciliation;

namespace Pipeline.Store.Queries;

/// <summary>What the store has of things that wait, at one instant: for gauges and for briefs. Everything is read from indices of what is open.</summary>
public sealed record StoreFigures
{
    /// <summary>How many orders are in each state but the last, and how long the one has waited that waits longest.</summary>
    public required IReadOnlyDictionary<OrderState, OpenOrders> Orders { get; init; }

    /// <summary>Open breaks by kind.</summary>
    public required IReadOnlyDictionary<BreakKind, long> Breaks { get; init; }

    /// <summary>
    /// Symbols that we have traded and of which the venue holds another quantity than we do, by venue and account; not those in which its policy
    /// is to ignore that.
    /// </summary>
    public required IReadOnlyList<Drift> Drifts { get; init; }

    /// <summary>Dead letters that wait for a person, by stage.</summary>
    public required IReadOnlyDictionary<string, long> DeadLetters { get; init; }

    /// <summary>Halts in force.</summary>
    public required long Halts { get; init; }

    /// <summary>Messages that are recorded and not sent.</summary>
    public required long Unsent { get; init; }

    /// <summary>When each symbol that has open orders was quoted last.</summary>
    public required IReadOnlyList<SymbolQuote> Quotes { get; init; }

    public static StoreFigures Of(StoreSession session, DateTimeOffset now) => new()
    {
        Orders = OrdersByState(session, now),
        Breaks = session.Query<Count>("SELECT kind AS word, count(*) AS rows FROM breaks WHERE closed_at IS NULL GROUP BY kind")
            .ToDictionary(row => Columns.Word<BreakKind>(row.Word), row => row.Rows),
        Drifts = session.Query<Drift>(
            """
            SELECT a.venue, a.account, count(DISTINCT b.symbol) AS symbols FROM accounts a
            LEFT JOIN breaks b ON b.closed_at IS NULL AND b.kind = 'position_differs' AND (b.pauses = 1 OR b.rebases = 1) AND b.venue = a.venue AND b.account = a.account
            GROUP BY a.venue, a.account
            """),
        DeadLetters = session.Query<Count>(DeadLettersByStage).ToDictionary(row => row.Word, row => row.Rows),
        Halts = session.Scalar<long>("SELECT count(*) FROM halts"),
        Unsent = FollowUpTable.CountUnsent(session),
        Quotes = session.Query<SymbolQuote>(
            $"""
            SELECT q.venue, q.symbol, q.at FROM quotes q WHERE EXISTS (
                SELECT 1 FROM orders o WHERE o.venue = q.venue AND o.symbol = q.symbol
                    AND {OrderTable.IsOpen})
            """),
    };

    internal const string ByState =
        """
        SELECT s.state, s.orders, j.at FROM
            (SELECT state, count(*) AS orders, min(last_seq) AS oldest FROM order_sagas WHERE state <> 'Done' GROUP BY state) s
        LEFT JOIN journal j ON j.seq = s.oldest
        """;

    private const string DeadLettersByStage = "SELECT stage AS word, count(*) AS rows FROM dead_letters WHERE state = 'open' GROUP BY stage";

    // Since the newest news of each; of what nobody knows, since the claim.
    private static Dictionary<OrderState, OpenOrders> OrdersByState(StoreSession session, DateTimeOffset now)
    {
        var rows = session.Query<StateRow>(ByState);
        var claimed = session.Scalar<string>(
            """
            SELECT min(c.claimed_at) FROM claims c JOIN order_sagas s ON s.cl_ord_id = c.cl_ord_id AND s.state = 'Unresolved' WHERE c.next_check_at IS NOT NULL
            """);
        var found = Enum.GetValues<OrderState>().Where(state => state != OrderState.Done).ToDictionary(state => state, _ => new OpenOrders(0, TimeSpan.Zero));
        foreach (var row in rows)
        {
            var state = Enum.Parse<OrderState>(row.State);
            var since = state == OrderState.Unresolved && claimed is not null ? Columns.Time(claimed) : row.At is null ? now : Columns.Time(row.At);
            found[state] = new OpenOrders(row.Orders, since < now ? now - since : TimeSpan.Zero);
        }

        // Of some of them the saga may not have heard yet, and has them where they were before.
        var unknown = session.QueryFirst<StateRow>($"SELECT count(DISTINCT cl_ord_id) AS orders, min(claimed_at) AS at FROM claims WHERE {ClaimTable.IsUnknown}")!;
        if (unknown.At is { } at && unknown.Orders > found[OrderState.Unresolved].Count)
        {
            found[OrderState.Unresolved] = new OpenOrders(unknown.Orders, Columns.Time(at) < now ? now - Columns.Time(at) : TimeSpan.Zero);
        }

        return found;
    }

    private sealed class StateRow
    {
        public string State { get; set; } = "";

        public long Orders { get; set; }

        public string? At { get; set; }
    }

    private sealed class Count
    {
        public string Word { get; set; } = "";

        public long Rows { get; set; }
    }
}

/// <param name="Count">How many orders.</param>
/// <param name="Oldest">How long the oldest of them has been so.</param>
public sealed record OpenOrders(long Count, TimeSpan Oldest);

/// <summary>How many symbols' positions differ from the venue's.</summary>
public sealed class Drift
{
    public string Venue { get; set; } = "";

    public string Account { get; set; } = "";

    public long Symbols { get; set; }
}

/// <summary>When a symbol that has open orders was quoted last.</summary>
public sealed class SymbolQuote
{
    public string Venue { get; set; } = "";

    public string Symbol { get; set; } = "";

    public DateTimeOffset At { get; set; }
}
